// @vitest-environment happy-dom
// Mermaid wants a document, even to parse.
import fc from "fast-check";
import { marked } from "marked";
import mermaid from "mermaid";
import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { dashboard } from "../../src/report/dashboard.ts";
import { guardrailCheck } from "../../src/report/guardrail-check.ts";
import { incidentRecord } from "../../src/report/incident-record.ts";
import { issueBody } from "../../src/report/issue-body.ts";
import { issueTitle } from "../../src/report/issue-title.ts";
import { progressComment } from "../../src/report/progress-comment.ts";
import { pullRequestWording } from "../../src/report/pull-request-wording.ts";
import { quoting } from "../../src/report/quoting.ts";
import { relandWording } from "../../src/report/reland-wording.ts";
import { suspectCheck } from "../../src/report/suspect-check.ts";
import { freshIncident, HOSTILE, reportContext, SUSPECT, wholeIncident } from "./a-whole-incident.ts";
import { INCIDENTS } from "./incidents.ts";

const context = reportContext();
const firstLine = (body: string) => body.split("\n")[1];
const mermaids = (body: string) =>
  [...body.matchAll(/```mermaid\n([\s\S]*?)\n```/g)].map((match) => match[1]!);
const markerOf = (body: string) => {
  const found = [...body.matchAll(/<!-- sre-space:incident (\{.*?\}) -->/g)];
  expect(found).toHaveLength(1);
  return JSON.parse(found[0]![1]!) as Record<string, unknown>;
};

describe("the issue's first line", () => {
  const waiting = {
    for: "approval" as const,
    since: "2026-11-22T14:02:20.000Z",
    until: "2026-11-22T14:02:50.000Z",
    deadline: "2026-11-29T14:02:20.000Z",
  };
  const open: Incident = { ...wholeIncident(), closed: null, recovery: null };
  const line = (incident: Incident) => firstLine(issueBody(incident, context));

  it("says what is broken and since when before anything is known", () => {
    expect(line(freshIncident())).toBe(
      "**`POST /quotes` of `quotes` fails 41.8 % of its requests (allowed 0.5 %, before 0.1 %)** since 2026-11-22 14:02:10 UTC. I am looking for the cause. Nothing is needed from you.",
    );
  });
  it.each<[string, Incident, RegExp]>([
    [
      "being undone",
      { ...open, outcome: { branch: open.outcome.branch! } },
      /a1a1a1a.* did it; I am undoing it in a pull request\. Nothing is needed from you\.$/,
    ],
    ["merged", open, /The fix is merged \(#8, .*3e3e3e3.*\); I am watching whether it heals\./],
    [
      "waiting for a person",
      { ...open, outcome: {}, verdict: { ...open.verdict!, decision: "hold" }, waiting },
      /waits for you.*`\/sre approve`/,
    ],
    [
      "a person's",
      { ...open, needsHuman: { since: waiting.since, reason: "the checks failed" } },
      /\*\*A person is needed\.\*\* the checks failed/,
    ],
    [
      "healed",
      wholeIncident(),
      /^\*\*Healed by #8, 38 s after it began\.\*\* Revert "refactor: simplify renewal pricing"\. It stands at 0 % now\. From .* failed 41\.8 %/,
    ],
    [
      "passed by itself",
      { ...open, outcome: {}, closed: { at: waiting.since, as: "recovered-unexplained" } },
      /passed by itself 10 s after it began/,
    ],
  ])("says that it is %s", (_, incident, expected) => {
    expect(line(incident)).toMatch(expected);
  });
});

describe("the issue's body", () => {
  it("carries the summary for machines in front", () => {
    const body = issueBody(wholeIncident(), context);
    expect(body.startsWith('<!-- sre-space:incident {"id":"mzk1x2y3-0123456789ab",')).toBe(true);
    expect(markerOf(body)).toEqual({
      id: "mzk1x2y3-0123456789ab",
      decision: "commit",
      suspect: SUSPECT,
      confidence: 0.973,
      remedy: "revert",
      service: "quotes",
      verdict: "merge",
      recovery: "healed",
      tokens: 0,
    });
    expect(markerOf(issueBody(freshIncident(), context))).toMatchObject({ decision: null, verdict: null });
  });

  it("links evidence to its line at the deployed revision", () => {
    expect(issueBody(wholeIncident(), context)).toContain(`/blob/${SUSPECT}/services/quotes/price.js#L2)`);
  });

  it("says in the same minutes, with what unit, since when, and where to look", () => {
    const incident = wholeIncident();
    const body = issueBody({ ...incident, facts: { ...incident.facts!, public: false } }, context);
    const line = (id: string) => body.split("\n").find((one) => one.startsWith(`- **${id}**`));
    expect(line("E5")).toContain("([source](https://grafana.test/d/1?viewPanel=2))");
    expect(line("E6")).toContain(`(trace \`${"c0".repeat(16)}\`)`);
    expect(line("E7")).toContain("(at 14:02:15)");
    const shown = issueBody({ ...incident, facts: { ...incident.facts!, public: true } }, context);
    expect(shown).toContain(
      "in the 20 s in which both served, 0 of 60 at `bababab` and 24 of 58 at `a1a1a1a` went bad",
    );
    expect(shown).toContain(
      "`db.client.connection.count`: 4 connections → 10 connections: all connections are in use",
    );
    expect(shown).toContain("new in the logs: `no tariff for <n>`, 44 times");
    expect(shown).toContain("a change (feature-flag) 2 s before the onset");
  });

  it.each([
    ["javascript:alert(1)"],
    ["https://user:secret@grafana.test/"],
    ["https://grafana.test/?token=ghp_0123456789abcdef0123456789abcdef0123"],
    ["https://grafana.test/a b"],
  ])("links not to %s as it stands", (url) => {
    const incident = wholeIncident();
    const items = incident.evidence!.items.map((item) => ({ ...item, reference: { url } }));
    const body = issueBody(
      {
        ...incident,
        facts: { ...incident.facts!, public: false },
        evidence: { ...incident.evidence!, items },
      },
      context,
    );
    expect(body).not.toContain(`(${url})`);
    expect(body).not.toMatch(/\]\([^)]*(?:alert|secret|ghp_)/);
  });

  it("lists what would settle it only while it is not known", () => {
    const whole = wholeIncident();
    expect(issueBody(whole, context)).not.toContain("What would settle it");
    const unsure = { ...whole, diagnosis: { ...whole.diagnosis!, decision: "unknown" as const } };
    expect(issueBody(unsure, context)).toContain("Traffic of the revision before");
  });

  it("shows on a public repository no request of anybody, and no sentence that may quote one", () => {
    const whole = wholeIncident();
    const incident = { ...whole, facts: { ...whole.facts!, public: true } };
    const items = incident.evidence!.items.map((item) => ({ ...item, text: "customer 4711 said" }));
    const body = issueBody({ ...incident, evidence: { ...incident.evidence!, items } }, context);
    expect(body).not.toContain("customer 4711");
    expect(body).not.toContain("c0c0c0c0");
    expect(mermaids(body).some((one) => one.startsWith("gantt") && one.includes("POST"))).toBe(false);
    expect(body).not.toContain("acme,");
    expect(body).toContain(
      "`tenant.name` with one value: 50 of 51 (98 %) of the bad requests, 3 of 71 (4.23 %) of the good",
    );
    expect(body).not.toContain("grafana.test");
    expect(body).not.toContain("new-tariff");
    expect(body).toContain("51 times, 0 times before the onset");
  });

  it("redacts what the policy names, wherever it stands, and keeps its own links", () => {
    const secret = "POL-12345678";
    const redacting = reportContext(["(?<policy>POL-[0-9]{8})"]);
    for (const body of [
      issueBody(wholeIncident(`${secret} of (x)`), redacting),
      progressComment(wholeIncident(secret), redacting),
      JSON.stringify(pullRequestWording(wholeIncident(secret), redacting)),
      issueTitle(wholeIncident(secret), redacting.quote),
    ])
      expect(body).not.toContain(secret);
    expect(issueBody(wholeIncident(secret), redacting)).toContain("[policy]");
  });

  it("redacts what an invisible character or an escape would hide", () => {
    const { inline, code } = quoting([]);
    expect(inline("mail jo_hn@exam\u200bple.com now")).not.toMatch(/exam/);
    expect(code("password=hun\u00adter2hunter2")).not.toContain("hunter2");
  });

  it("stays within GitHub's limit and keeps marker, headline and guardrails however much there is", () => {
    const word = `${HOSTILE} `.repeat(4);
    const whole = wholeIncident(word);
    const [item] = whole.evidence!.items;
    const [hypothesis] = whole.diagnosis!.hypotheses;
    const body = issueBody(
      {
        ...whole,
        evidence: {
          ...whole.evidence!,
          items: Array.from({ length: 60 }, (_, index) => ({ ...item!, id: `E${index + 1}` })),
        },
        diagnosis: { ...whole.diagnosis!, hypotheses: Array.from({ length: 40 }, () => hypothesis!) },
        verdict: { ...whole.verdict!, rules: Array.from({ length: 80 }, () => whole.verdict!.rules[0]!) },
      },
      context,
    );
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toContain("### Guardrails");
    expect(body).toMatch(/And \d+ more/);
    for (const diagram of mermaids(body)) expect(diagram.length).toBeLessThan(50_000);
  });
});

describe("hostile words", () => {
  const texts = (incident: Incident): string[] => [
    issueBody(incident, context),
    issueBody({ ...incident, facts: { ...incident.facts!, public: true } }, context),
    progressComment(incident, context),
    pullRequestWording(incident, context).body,
    guardrailCheck(incident, context.quote)!.summary,
    suspectCheck(incident, context)!.summary,
    incidentRecord(incident, context).content,
    incidentRecord(incident, context).body,
    relandWording(incident, { authors: [HOSTILE], test: HOSTILE }, context).body,
    // What is ours in it is known by its form.
    dashboard([waiting(incident)], context.quote).replace(
      / <!-- sre-space:approve [\w-]+ [0-9a-f]+ -->/g,
      "",
    ),
    issueBody(goingBack(incident), context),
    progressComment(goingBack(incident), context),
    pullRequestWording(goingBack(incident), context).body,
  ];
  const waiting = (incident: Incident): Incident => ({
    ...INCIDENTS.proposed!,
    anomaly: incident.anomaly,
    issue: incident.issue,
  });
  const goingBack = (incident: Incident): Incident => {
    const { attempts, rollback } = INCIDENTS["being taken back"]!;
    return {
      ...incident,
      closed: null,
      attempts: [{ ...attempts[0]!, title: HOSTILE, reason: HOSTILE }],
      rollback: { ...rollback!, reason: HOSTILE },
      needsHuman: { since: incident.openedAt, reason: HOSTILE },
    };
  };

  it("stay words: no link, image, element, mention, reference or marker of theirs", () => {
    for (const text of texts(wholeIncident(HOSTILE))) {
      expect(text.match(/<!--/g)?.length ?? 0).toBeLessThanOrEqual(1);
      const html = marked.parse(text, { gfm: true, async: false });
      const elements = [...html.matchAll(/<([a-z]+)([^>]*)>/gi)].map((match) => [match[1]!, match[2]!]);
      const names = new Set(elements.map(([name]) => name));
      for (const forbidden of ["script", "img", "iframe", "svg"]) expect(names).not.toContain(forbidden);
      // The tasks of the post-mortem are ours.
      const tasks = text
        .split("\n")
        .filter((line) => /^- \[ \] (?:\*\*A|Approve|Make|Add|Mend|Mark)/.test(line)).length;
      expect(elements.filter(([name]) => name === "input")).toHaveLength(tasks);
      for (const [name, rest] of elements) {
        if (name === "a") expect(rest).toMatch(/^ href="https:\/\/github\.test\/acme\/shop\//);
      }
      const shown = html
        .replace(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>|<[^>]+>/g, " ")
        .replaceAll("&#39;", "'");
      expect(shown).not.toMatch(/@\w/);
      expect(shown.replace(/#[78]\b/g, "")).not.toMatch(/(^|\W)#\d/);
      expect(shown).not.toMatch(/\u202e|\u2066/);
    }
  });

  it("cannot end the marker nor forge its summary", () => {
    const body = issueBody(wholeIncident(HOSTILE), context);
    expect(markerOf(body)).toMatchObject({ id: "mzk1x2y3-0123456789ab", verdict: "merge", suspect: SUSPECT });
    expect(body.split("\n")[0]).toMatch(/^<!-- [^<>]* -->$/);
  });

  it("neither ping nor close anything from titles and commit messages", () => {
    const { title, commitMessage, mergeMessage } = pullRequestWording(wholeIncident(HOSTILE), context);
    for (const text of [
      title,
      commitMessage,
      mergeMessage,
      issueTitle(wholeIncident(HOSTILE), context.quote),
    ]) {
      expect(text).not.toMatch(/@\w|#\d|\u202e/);
    }
    expect(commitMessage).not.toMatch(/\b(fix(e[sd])?|close[sd]?|resolve[sd]?):? (#\d|https?:\/\/)/i);
    expect(title.length).toBeLessThanOrEqual(200);
  });

  it("leave the diagrams readable for mermaid, whatever they are", async () => {
    const words = fc.oneof(fc.constant(HOSTILE), fc.string({ unit: "binary", maxLength: 80 }));
    await fc.assert(
      fc.asyncProperty(words, async (word) => {
        const diagrams = mermaids(issueBody(wholeIncident(word), context));
        expect(diagrams).toHaveLength(4);
        for (const diagram of diagrams) await expect(mermaid.parse(diagram)).resolves.toBeTruthy();
      }),
      { numRuns: 60 },
    );
  });

  it("nor do numbers that are none", async () => {
    const numbers = fc.constantFrom(0, -1, 1e-9, 1e21, Number.NaN, Number.POSITIVE_INFINITY, 0.5);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(numbers, numbers), { minLength: 2, maxLength: 5 }),
        async (points) => {
          const whole = wholeIncident();
          const trace = whole.evidence!.items.find((item) => item.kind === "trace")!;
          const body = issueBody(
            {
              ...whole,
              evidence: {
                ...whole.evidence!,
                items: [
                  {
                    id: "E1",
                    kind: "memory",
                    text: "m",
                    service: "q",
                    metric: "heap",
                    bytesPerSecond: 1,
                    points,
                  },
                  {
                    ...trace,
                    spans: points.map(([startMs, durationMs]) => ({
                      ...trace.spans[0]!,
                      startMs,
                      durationMs,
                    })),
                  },
                ],
              },
            },
            context,
          );
          for (const diagram of mermaids(body)) await expect(mermaid.parse(diagram)).resolves.toBeTruthy();
        },
      ),
      { numRuns: 60 },
    );
  });
});
