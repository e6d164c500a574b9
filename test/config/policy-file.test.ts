import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../src/config/policy-file.ts";
import { Policy } from "../../src/contracts/policy.ts";

/** The file of the documents, with every section. */
const WHOLE = `# yaml-language-server: $schema=https://example.test/schema.json
version: 1
mode: merge
services:
  quotes:
    paths: [services/quotes/**, packages/rating/**]
    slo: {availability: 99.5%, latency: {p95: 400ms}}
deploy: {environment: production, revision: sha, via: push, timeout: 40m}
guardrails:
  min_confidence: 0.95
  remedies: [revert, restore-config, runbook, redeploy]
  allow_paths: ["services/**", "config/**"]
  deny_paths: [".github/**", "**/migrations/**"]
  max_files: 5
  max_lines: 200
  required_checks: [ci]
  max_merges: {per_hour: 3, per_day: 10}
  max_age: 6h
  freeze: [{cron: "0 16 * * 5", duration: 64h, timezone: Europe/Berlin}]
  approvers: {permission: write, teams: [sre]}
verify: {window: 2m, rollback: true}
runbooks:
  - when: {error: "remaining connection slots are reserved"}
    set: {file: config/database.yml, path: pool.max, multiply: 2, max: 40}
model: {send: evidence}
budget: {tokens_per_incident: 60000, usd_per_day: 5}
redact: ["(?<policy>POL-[0-9]{8})"]
notify: {mention: ["@acme/sre"], labels: [incident]}
`;

const problemsOf = (text: string) => parsePolicy(text).problems;
/** `line:column path`, and what is said. */
const told = (text: string) =>
  problemsOf(text).map(({ line, column, path, message, hint }) => [
    `${line}:${column} ${path}`,
    `${message}. ${hint ?? ""}`,
  ]);

describe("a good file", () => {
  test("with every section is read in the units that the rooms use", () => {
    const { policy, problems } = parsePolicy(WHOLE);
    expect(problems).toEqual([]);
    expect(policy).toMatchObject({
      mode: "merge",
      services: { quotes: { slo: { availability: 0.995, latency: { p95: 400 } } } },
      deploy: { timeout: 2400 },
      guardrails: { max_age: 21_600, freeze: [{ duration: 230_400, timezone: "Europe/Berlin" }] },
      verify: { window: 120 },
    });
  });

  test("of one line only reports", () => {
    expect(parsePolicy("version: 1").policy).toEqual(Policy.parse({ version: 1 }));
    expect(parsePolicy("version: 1").policy?.mode).toBe("report");
  });

  test("may use anchors and merge keys", () => {
    const { policy } = parsePolicy(
      "version: 1\nservices:\n  a: &a {paths: [a/**], slo: {availability: 99%}}\n  b: {<<: *a, paths: [b/**]}\n",
    );
    expect(policy?.services.b).toMatchObject({ paths: ["b/**"], slo: { availability: 0.99 } });
  });
});

describe("mistakes", () => {
  test("five typical ones are told in one run, each on its line, with what to write", () => {
    const text = `version: 1
mode: marge
services:
  quotes:
    paths: [services/quotes/]
    slo: {availability: 99.5, latency: {p95: 400}}
guardrails:
  min_confidense: 0.9
max_files: 3
`;
    expect(told(text)).toEqual([
      ["2:7 mode", expect.stringMatching(/one of report, propose, merge.*"marge".*Did you mean merge\?/)],
      ["5:13 services.quotes.paths[0]", expect.stringContaining("Write services/quotes/**.")],
      ["6:25 services.quotes.slo.availability", expect.stringMatching(/99\.5\. .*such as 99\.5%/)],
      [
        "6:46 services.quotes.slo.latency.p95",
        expect.stringMatching(/must have a unit \(ms, s\), and is 400/),
      ],
      [
        "8:3 guardrails.min_confidense",
        expect.stringMatching(/no key of guardrails.*Did you mean min_confidence\?/),
      ],
      ["9:1 max_files", expect.stringMatching(/no key of this file.*belongs under guardrails/)],
    ]);
  });

  test.each([
    ["mode: merge", "1:1 version", /is missing.*Write version: 1/],
    ["version: 2", "1:10 version", /must be 1, and is 2/],
    ["", "1:1 ", /is empty.*version: 1/],
    ["# nothing\n", "1:1 ", /is empty/],
    ["- a\n- b", "1:1 ", /must be keys with values/],
    ["merge", "1:1 ", /must be keys with values/],
    ["version: 1\nmode: propose\nmode: merge", "3:1 mode", /stands here twice/],
    ["version: 1\nguardrails: {max_files: 1, max_files: 9}", "2:28 max_files", /stands here twice/],
    ["version: 1\n---\nmode: merge", "2:1 ", /more than one document/],
    ["version: 1\nmode: !!js/function x", "2:7 ", /[Tt]ag.*write the value alone/],
    ["version: 1\nservices: {a: {paths: [", "2:24 ", /./],
    ["version: 1\nguardrails:\n\tmax_files: 1", "3:1 ", /tab/],
    ["version: 1\nmode: *unknown", "2:7 ", /alias/i],
    ["version: 1\ndeploy:", "2:1 deploy", /keys with values, and is empty/],
    [
      "version: 1\nguardrails:\n  max_files: lots",
      "3:14 guardrails.max_files",
      /must be a number, and is "lots"/,
    ],
    ["version: 1\nguardrails:\n  max_files: 1.5", "3:14 guardrails.max_files", /./],
    [
      "version: 1\nguardrails:\n  min_confidence: 0.2",
      "3:19 guardrails.min_confidence",
      /at least 0\.5, and is 0\.2/,
    ],
    ["version: 1\nverify: {window: 2x}", "2:18 verify.window", /number with a unit/],
    ["version: 1\nservices: {a: {paths: []}}", "2:16 services.a.paths", /at least 1 entries/],
    [
      "version: 1\nguardrails: {freeze: [{cron: '0 0 * * 9', duration: 1h}]}",
      "2:30 guardrails.freeze[0].cron",
      /dayOfWeek/,
    ],
    [
      "version: 1\nguardrails: {freeze: [{cron: '0 0 31 2 *', duration: 1h}]}",
      "2:30 guardrails.freeze[0].cron",
      /never comes/,
    ],
    [
      "version: 1\nguardrails: {freeze: [{cron: '@daily', duration: 1h}]}",
      "2:30 guardrails.freeze[0].cron",
      /five cron fields/,
    ],
    [
      "version: 1\nguardrails: {freeze: [{cron: '0 0 * * 5', duration: 1h, timezone: Mars}]}",
      "2:67 guardrails.freeze[0].timezone",
      /no time zone: "Mars"/,
    ],
    ["version: 1\nredact: ['(']", "2:10 redact[0]", /no expression that RE2 takes/],
    ["version: 1\nredact: ['(?=x)y']", "2:10 redact[0]", /no look-around/],
    ["version: 1\nredact: ['a*']", "2:10 redact[0]", /empty text/],
    ["version: 1\nguardrails: {deny_paths: ['!a']}", "2:27 guardrails.deny_paths[0]", /negates nothing/],
    [
      "version: 1\nguardrails: {allow_paths: [/src/**]}",
      "2:28 guardrails.allow_paths[0]",
      /Write src\/\*\*\./,
    ],
    [
      "version: 1\nguardrails: {allow_paths: ['*a*b*c*d*e*f*g*h*i']}",
      "2:28 guardrails.allow_paths[0]",
      /wildcards/,
    ],
    [
      "version: 1\nrunbooks: [{when: {error: x}, set: {file: a, path: b}}]",
      "2:31 runbooks[0].set",
      /what to set/,
    ],
    [
      "version: 1\nrunbooks: [{when: {error: x}, set: {file: a, path: b, add: 1, value: 2}}]",
      "2:31 runbooks[0].set",
      /value and add at once/,
    ],
    [
      "version: 1\nrunbooks: [{when: {error: x}, set: {file: a, path: b, multiply: 2, min: 1}}]",
      "2:31 runbooks[0].set",
      /grows without a bound.*max/,
    ],
    [
      "version: 1\nrunbooks: [{when: {error: x}, set: {file: a, path: b, add: -128Mi, max: 1Gi}}]",
      "2:31 runbooks[0].set",
      /shrinks without a bound.*min/,
    ],
    [
      "version: 1\ndeploy: {redeploy: {via: workflow}}",
      "2:10 deploy.redeploy.workflow",
      /belongs to via: workflow, and is needed there/,
    ],
    ["version: 1\nservices: {a: &s {paths: 7}, b: *s}", "2:26 services.a.paths", /must be a list/],
  ])("%j: %s", (text, place, say) => {
    const all = told(text);
    expect(all[0]).toEqual([place, expect.stringMatching(say)]);
    expect(parsePolicy(text).policy).toBeNull();
  });

  test.each([
    ["guardrails", "gaurdrails: {}", "Did you mean guardrails?"],
    ["services", "service: {}", "Did you mean services?"],
    ["deny_paths", "guardrails: {deny-paths: []}", "Did you mean deny_paths?"],
    ["required_checks", "guardrails: {requiredChecks: []}", "Did you mean required_checks?"],
    ["per_hour", "guardrails: {max_merges: {perhour: 1}}", "Did you mean per_hour?"],
    ["slo", "slo: {}", "Did you mean"],
  ])("a misspelt %s is suggested", (_, line, hint) => {
    const [problem] = problemsOf(`version: 1\n${line}\n`);
    if (hint === "Did you mean") expect(problem?.hint ?? "").not.toContain(hint);
    else expect(problem?.hint).toBe(hint);
  });
});

describe("hostile files are one readable problem", () => {
  const bomb = ["version: 1", "a: &a [x,x,x,x,x,x,x,x,x,x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de", "ef"].map((pair) => [pair[0], pair[1]]))
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(",")}]`);

  test.each([
    ["an alias bomb", bomb.join("\n"), /anchors too often/],
    ["five megabytes", `version: 1\n# ${"x".repeat(5_000_000)}`, /KB long; 256 KB is the most/],
    ["deep nesting", `version: 1\nservices: ${"[".repeat(100_000)}`, /nested too deeply/],
    ["deep nesting of keys", `version: 1\nservices: ${"{a: ".repeat(50_000)}`, /nested too deeply|Flow|flow/],
    ["deep nesting of blocks", "- ".repeat(100_000), /nested too deeply/],
  ])("%s", (_, text, say) => {
    const { policy, problems, inForce } = parsePolicy(text);
    expect(policy).toBeNull();
    expect(problems.length).toBeLessThanOrEqual(3);
    expect(problems[0]?.message).toMatch(say);
    expect(inForce.mode).toBe("report");
  });

  test("a service that is called like an object's prototype is none, and changes no object", () => {
    const { policy } = parsePolicy("version: 1\nservices: {__proto__: {paths: [x], slo: {}}}");
    expect(Object.keys(policy?.services ?? {})).toEqual([]);
    expect({}).not.toHaveProperty("paths");
  });

  test("an anchor that holds itself", () => {
    expect(parsePolicy("version: 1\nservices: &s\n  a: *s").policy).toBeNull();
  });

  test("twenty-five thousand keys are read once each, and fifty are told", () => {
    const keys = Array.from({ length: 25_000 }, (_, index) => `k${index}: 1`).join("\n");
    const { problems } = parsePolicy(`version: 1\n${keys}`);
    expect(problems).toHaveLength(50);
  });

  test("whatever it is, it never throws, and never permits more than a report", () => {
    const piece = fc.constantFrom(
      ...WHOLE.split("\n"),
      "mode: merge",
      "  ",
      "- ",
      "{",
      "}",
      "[",
      "]",
      "*a",
      "&a ",
      ": ",
      "? ",
      "|\n",
      "!!x ",
      "%TAG",
      "\t",
      "---",
      "<<: *a",
      "'",
      '"',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }),
        fc.constantFrom("\n", ""),
        (parts, joint) => {
          const { policy, inForce, problems } = parsePolicy(parts.join(joint));
          expect(policy === null).toBe(problems.length > 0);
          if (problems.length > 0) {
            expect(inForce.mode).toBe("report");
            expect(inForce.guardrails).toEqual(Policy.parse({ version: 1 }).guardrails);
          }
          for (const { line, column, message } of problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(message).not.toBe("");
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what stands in for a broken file", () => {
  test("permits nothing, still knows its services, and keeps what was to be kept", () => {
    const { inForce } = parsePolicy(WHOLE.replace("max_files: 5", "max_files: many"));
    expect(inForce.mode).toBe("report");
    expect(inForce.guardrails).toEqual(Policy.parse({ version: 1 }).guardrails);
    expect(Object.keys(inForce.services)).toEqual(["quotes"]);
    expect(inForce.redact).toEqual(["(?<policy>POL-[0-9]{8})"]);
    expect(inForce.notify.mention).toEqual(["@acme/sre"]);
    expect(inForce.model.send).toBe("evidence");
  });

  test("one bad expression does not let the others' secrets out", () => {
    const { inForce } = parsePolicy("version: 1\nredact: ['(', 'POL-[0-9]+', 7]");
    expect(inForce.redact).toEqual(["POL-[0-9]+"]);
  });

  test.each(["version: 1\nmodel: {send: nonee}", "version: 1\nmodel: [", "", "version: 1\nmode: x"])(
    "sends nothing to a model where it was not said in readable words: %j",
    (text) => {
      expect(parsePolicy(text).inForce.model.send).toBe("none");
    },
  );
});
