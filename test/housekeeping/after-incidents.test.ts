import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import { proposeReland } from "../../src/housekeeping/propose-reland.ts";
import { recordIncident } from "../../src/housekeeping/record-incident.ts";
import { quoting } from "../../src/report/quoting.ts";
import { type LocalGitHub, startLocalGitHub } from "../github/local-github.ts";
import { wholeIncident } from "../report/a-whole-incident.ts";

const PRICE = "services/quotes/price.js";
const TEST = "services/quotes/test/price.test.js";
let world: LocalGitHub;
let incident: Incident;

beforeEach(async () => {
  world = await startLocalGitHub({ private: true });
  await world.push({ [TEST]: 'import test from "node:test";\n' }, "test: price");
  const good = await world.git("show", `HEAD:${PRICE}`);
  const suspect = await world.push(
    { [PRICE]: "export const price = (quote) => quote.tariff.base;\n" },
    "refactor: simplify renewal pricing",
  );
  const merge = await world.push({ [PRICE]: `${good}\n` }, 'Revert "refactor: simplify renewal pricing"');
  await world.push({ "README.md": "# a shop\n" }, "docs");
  const whole = wholeIncident();
  const [first] = whole.diagnosis!.hypotheses;
  incident = {
    ...whole,
    outcome: { ...whole.outcome, merge: { ...whole.outcome.merge!, sha: merge } },
    diagnosis: { ...whole.diagnosis!, suspect, hypotheses: [{ ...first!, suspect }] },
  };
});
afterEach(() => world.stop());

const given = (notify: Record<string, unknown>, guardrails: Record<string, unknown> = {}) => ({
  policy: Policy.parse({ version: 1, notify, guardrails }),
  reader: world.connection.reader("acme/shop"),
  facts: world.connection.facts("acme/shop"),
  proposer: world.connection.proposer("acme/shop"),
  context: {
    quote: quoting([]),
    repositoryUrl: `${world.github.webUrl}/acme/shop`,
    permalink: () => null,
    mention: [],
  },
});
const pulls = async () =>
  (await world.as(world.devToken, "GET", "/repos/acme/shop/pulls?state=all")) as unknown as {
    number: number;
    title: string;
    body: string;
    draft: boolean;
    head: { ref: string };
  }[];
const show = (branch: string, path: string) => world.git("show", `origin/${branch}:${path}`);

describe("a post-mortem in the repository", () => {
  it("is proposed once, by a pull request that people merge", async () => {
    const asked = given({ record: "docs/incidents" });
    expect(await recordIncident(incident, asked)).toBe("proposed");
    world.github.clearJournal();
    expect(await recordIncident(incident, asked)).toBe("proposed before");
    expect(world.writes()).toEqual([]);
    const [one] = await pulls();
    expect(one).toMatchObject({ title: expect.stringMatching(/^Record incident 7: quotes/), draft: false });
    await world.git("fetch", "--quiet", "origin");
    const content = await show(one!.head.ref, "docs/incidents/2026-11-22-quotes-7.md");
    expect(content).toContain("# quotes: POST /quotes is failing");
    expect(content).toContain("**Impact.** About 220 of 530 requests failed, in 26 s.");
    expect(content).toContain(`[#8](${world.github.webUrl}/acme/shop/issues/8)`);
  });

  it("is not there where nobody asked, where it may not be written, nor where it was refused before", async () => {
    expect(await recordIncident(incident, given({}))).toBe("not asked for");
    expect(await recordIncident({ ...incident, closed: null }, given({ record: "docs/incidents" }))).toBe(
      "not asked for",
    );
    const denied = given({ record: "docs/incidents" }, { deny_paths: ["docs/**"] });
    expect(await recordIncident(incident, denied)).toBe("refused");
    expect(await pulls()).toEqual([]);
    await recordIncident(incident, given({ record: "docs/incidents" }));
    const [one] = await pulls();
    await world.as(world.devToken, "PATCH", `/repos/acme/shop/pulls/${one!.number}`, { state: "closed" });
    expect(await recordIncident(incident, given({ record: "docs/incidents" }))).toBe("proposed before");
    expect(await pulls()).toHaveLength(1);
  });
});

describe("a reland kit", () => {
  it("is the change again on today's head, with a test that fails, as a draft for its author", async () => {
    const asked = given({ reland: true });
    expect(await proposeReland(incident, asked)).toBe("proposed");
    world.github.clearJournal();
    expect(await proposeReland(incident, asked)).toBe("proposed before");
    expect(world.writes()).toEqual([]);
    const [one] = await pulls();
    expect(one).toMatchObject({ draft: true, title: 'Reapply "refactor: simplify renewal pricing"' });
    expect(one!.body).toContain("`services/quotes/test/incident-7.test.js`");
    await world.git("fetch", "--quiet", "origin");
    expect(await show(one!.head.ref, PRICE)).toBe("export const price = (quote) => quote.tariff.base;");
    expect(await show(one!.head.ref, "README.md")).toBe("# a shop");
    const test = await show(one!.head.ref, "services/quotes/test/incident-7.test.js");
    expect(test).toContain('import test from "node:test";');
    expect(test).toContain("// Request:  POST /quotes, most often with tenant.name = acme");
    expect(test).toContain(
      "// Got:      TypeError: Cannot read properties of undefined, at price.js:2 in price",
    );
    expect(test).toContain("assert.fail(");
  });

  it("sets the one value again where one value went back, with a test beside where it failed", async () => {
    const path = "config/quotes.yml";
    const text = (max: number, level: string) =>
      `# at start\npool:\n  max: ${max} # agreed\n  min: 1\nlog:\n  level: ${level}\n`;
    await world.push({ [path]: text(40, "info") }, "feat: settings");
    const suspect = await world.push({ [path]: text(2, "warn") }, "chore: fewer connections");
    const sha = await world.push({ [path]: text(40, "warn") }, "Restore pool.max to 40");
    const [first] = incident.diagnosis!.hypotheses;
    const restored: Incident = {
      ...incident,
      outcome: { ...incident.outcome, merge: { ...incident.outcome.merge!, sha } },
      diagnosis: {
        ...incident.diagnosis!,
        suspect,
        hypotheses: [{ ...first!, suspect, commit: { ...first!.commit!, line: { path, line: 3 } } }],
      },
      evidence: {
        ...incident.evidence!,
        items: incident.evidence!.items.map((item) =>
          item.kind === "exception"
            ? { ...item, frames: [{ path: `/srv/app/${PRICE}`, line: 2, inApp: true }] }
            : item,
        ),
      },
      plan: { ...incident.plan!, remedy: "restore-config", ...{ reverts: [] } } as Incident["plan"],
    };
    expect(await proposeReland(restored, given({ reland: true }))).toBe("proposed");
    const [one] = await pulls();
    expect(one!.body).toMatch(/one value that \[/i);
    await world.git("fetch", "--quiet", "origin");
    expect(`${await show(one!.head.ref, path)}\n`).toBe(text(2, "warn"));
    expect(await show(one!.head.ref, "services/quotes/test/incident-7.test.js")).toContain("assert.fail(");
  });

  it("lands several commits again", async () => {
    const one = await world.push({ "a.txt": "one\n" }, "feat: one");
    const two = await world.push({ "a.txt": "two\n" }, "feat: two");
    const sha = await world.push({ "a.txt": null }, "Revert two commits");
    const plan = { ...incident.plan!, reverts: [two, one] } as Incident["plan"];
    const outcome = { ...incident.outcome, merge: { ...incident.outcome.merge!, sha } };
    const several = { ...incident, plan, outcome };
    expect(await proposeReland(several, given({ reland: true }))).toBe("proposed");
    const [pull] = await pulls();
    expect(pull!.body).toMatch(/were undone by/);
    await world.git("fetch", "--quiet", "origin");
    expect(await show(pull!.head.ref, "a.txt")).toBe("two");
  });

  it("is not made where it may not be written, where nothing was undone, nor where nobody asked", async () => {
    const denied = given({ reland: true }, { deny_paths: ["services/**"] });
    expect(await proposeReland(incident, denied)).toBe("refused");
    const unmerged = { ...incident, outcome: {} };
    expect(await proposeReland(unmerged, given({ reland: true }))).toBe("not asked for");
    expect(await proposeReland(incident, given({}))).toBe("not asked for");
    expect(await pulls()).toEqual([]);
  });
});
