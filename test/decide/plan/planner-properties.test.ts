import fc from "fast-check";
import { expect, test } from "vitest";
import type { PatchEdit, Remedy } from "../../../src/contracts/diagnosis.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import type { Deployment, RepoReader } from "../../../src/contracts/ports/repo-reader.ts";
import { nameOfSetting } from "../../../src/decide/plan/name-of-setting.ts";
import { nextAmount } from "../../../src/decide/plan/next-amount.ts";
import { planPatch } from "../../../src/decide/plan/patch.ts";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { planRedeploy } from "../../../src/decide/plan/redeploy.ts";
import type { Files } from "./generated-histories.ts";
import { modelReader } from "./model-reader.ts";
import { suspecting } from "./suspecting.ts";

const sha = (i: number) => (i + 16).toString(16).repeat(20);
const tree = (files: Record<string, string>): Files =>
  new Map(Object.entries(files).map(([path, content]) => [path, { content, mode: "100644" as const }]));

test("however often a runbook is followed, it stays within its bound, goes one way, and ends there", () => {
  const unit = fc.constantFrom("", "Mi", "Gi", "m", "s", "%");
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      unit,
      fc.oneof(
        fc.record({ multiply: fc.double({ min: 1.05, max: 4, noNaN: true }) }),
        fc.record({ multiply: fc.double({ min: 0.1, max: 0.95, noNaN: true }) }),
        fc.record({ add: fc.integer({ min: -50, max: 50 }).filter((one) => one !== 0) }),
      ),
      fc.integer({ min: 0, max: 20_000 }),
      (start, of, step, bound) => {
        const grows = "multiply" in step ? step.multiply > 1 : step.add > 0;
        const said = (n: number) => (of === "" ? n : `${n}${of}`);
        const set = {
          ...("add" in step ? { add: said(step.add) } : step),
          ...(grows ? { max: said(bound) } : { min: said(bound) }),
        };
        let value: string | number = said(start);
        for (let round = 0; round < 20_000; round++) {
          const next = nextAmount(value, set);
          if ("whyNot" in next) return;
          const [was, is] = [inKi(value), inKi(next.value)];
          const limit = inKi(said(bound));
          expect(grows ? is > was : is < was).toBe(true);
          expect(grows ? is <= limit : is >= limit).toBe(true);
          value = next.value;
        }
        throw new Error("It never came to an end.");
      },
    ),
    { numRuns: 200 },
  );
});

/** In the smallest unit of its kind. */
function inKi(value: string | number): number {
  const [, number = "", unit = ""] = /^(-?[\d.]+)(.*)$/.exec(String(value)) ?? [];
  return Number(number) * ({ Ki: 1, Mi: 1024, Gi: 1024 ** 2, ms: 1, s: 1000 }[unit] ?? 1);
}

/** Words of which each stands there once, with others that repeat. */
const words = fc
  .array(fc.constantFrom("same", "ä 🦊", "\t", "x = 1", "\r\n", "\n", "$&", "$1"), { maxLength: 30 })
  .map((parts) => parts.map((part, i) => `<${i}>${part}`).join(" "));

test("a model's edits are all done exactly, or none is", async () => {
  await fc.assert(
    fc.asyncProperty(
      words,
      fc.array(fc.record({ at: fc.nat(40), replace: fc.stringMatching(/^[a-z$&\\ ]{0,8}$/) }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (content, wanted) => {
        const edits: PatchEdit[] = wanted.map(({ at, replace }) => ({
          path: "a.txt",
          find: `<${at}>`,
          replace,
        }));
        const reader = modelReader([tree({ "a.txt": content })], sha, () => []);
        const plan = await planPatch({ kind: "patch", summary: "", edits }, reader);
        const marks = edits.map(({ find }) => find);
        const there = marks.every((mark) => content.split(mark).length === 2);
        const apart = new Set(marks).size === marks.length;
        if (plan.kind === "unplanned") return void expect(there && apart).toBe(false);
        expect(there && apart).toBe(true);
        const made = edits.reduce((text, { find, replace }) => text.split(find).join(replace), content);
        expect(plan.files.map(({ path, after }) => [path, after?.content])).toEqual([["a.txt", made]]);
      },
    ),
    { numRuns: 200 },
  );
});

/** A history in which each commit changes one of three files. */
const COMMITS = 7;
function history(deployments: Deployment[]): RepoReader {
  const trees: Files[] = [];
  const files: Record<string, string> = { a: "", b: "", c: "" };
  for (let i = 0; i < COMMITS; i++) {
    files["abc"[i % 3] as string] += `unlike any other line, ${i}\n`;
    trees.push(tree(files));
  }
  const patch = (ref: string) => {
    const i = trees.findIndex((_, at) => sha(at) === ref);
    return [{ path: "abc"[i % 3] as string, status: "modified" as const, additions: 1, deletions: 0 }];
  };
  return { ...modelReader(trees, sha, patch), deployments: async () => deployments };
}

test("by a redeployment nothing innocent leaves production, and what leaves cannot come back", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(COMMITS - 1),
      fc.nat(COMMITS - 1),
      fc.uniqueArray(fc.integer({ min: 1, max: COMMITS - 1 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (healthy, running, guilty, succeeded) => {
        const deployed = (i: number, minute: number): Deployment => ({
          id: minute,
          sha: sha(i),
          environment: "production",
          description: "",
          createdAt: `2026-11-22T14:0${minute}:00.000Z`,
          status: { state: "success", at: `2026-11-22T14:0${minute}:00.000Z` },
          succeededAt: succeeded || minute > 1 ? `2026-11-22T14:0${minute}:00.000Z` : null,
        });
        const commits = guilty.map(sha);
        const remedy: Remedy = { kind: "redeploy", summary: "", revision: sha(healthy), commits };
        const plan = await planRedeploy(
          suspecting(sha(guilty[0] ?? 1)),
          remedy,
          history([deployed(healthy, 1), deployed(running, 2)]),
          Policy.parse({ version: 1, deploy: { redeploy: { via: "deployment" } } }),
        );
        const leaving = Array.from({ length: Math.max(0, running - healthy) }, (_, i) => healthy + 1 + i);
        const alone =
          leaving.length > 0 &&
          leaving.every((one) => guilty.includes(one)) &&
          guilty.every((one) => leaving.includes(one));
        if (plan.kind === "unplanned") return;
        expect(alone).toBe(true);
        expect(plan.redeploy).toMatchObject({ revision: sha(healthy), takesOut: [] });
        expect([...plan.reverts].toSorted()).toEqual(commits.toSorted());
        for (const { after } of plan.files)
          for (const one of guilty) expect(after?.content).not.toContain(`line, ${one}\n`);
      },
    ),
    { numRuns: 300 },
  );
});

test("the first of several that can be planned is, and why the others could not is told", async () => {
  const remedies = fc.array(
    fc.constantFrom<Remedy>(
      { kind: "runbook", summary: "" },
      { kind: "replay", summary: "" },
      { kind: "patch", summary: "", edits: [{ path: "nowhere", find: "a", replace: "b" }] },
      { kind: "revert", summary: "" },
      { kind: "restore-config", summary: "" },
    ),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(remedies, async ([remedy, ...otherwise]) => {
      const diagnosis = { ...suspecting(sha(COMMITS - 1)), remedy: remedy as Remedy, otherwise };
      const policy = Policy.parse({ version: 1 });
      const plan = await planRemedy({ diagnosis, reader: history([]), policy });
      const kinds = [remedy as Remedy, ...otherwise].map(({ kind }) => kind);
      const at = kinds.indexOf("revert");
      expect(plan.kind).toBe(at < 0 ? "unplanned" : "planned");
      expect(plan.remedy).toBe(at < 0 ? kinds[0] : "revert");
      const told = plan.kind === "planned" ? plan.summary : plan.reason;
      for (const kind of kinds.slice(1, at < 0 ? undefined : at)) expect(told).toContain(kind);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["spec.template.spec.containers[db].env[POOL].value", "POOL"],
  ["spec.template.spec.containers[db].resources.limits.memory", "limits.memory"],
  ["services.billing.deploy.replicas", "deploy.replicas"],
  ["pool", "pool"],
  ["env[0].value", "env[0].value"],
  ["flags[a.b].on", "flags[a.b].on"],
])("%s is called %s", (path, name) => {
  expect(nameOfSetting(path)).toBe(name);
});

test("any path has a name that is no longer than a title bears", () => {
  fc.assert(
    fc.property(fc.string(), (path) => {
      expect(nameOfSetting(path).length).toBeLessThanOrEqual(81);
    }),
  );
});
