import { expect, it } from "vitest";
import type { Plan } from "../../src/contracts/change-set.ts";
import type { Remedy } from "../../src/contracts/diagnosis.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { RepoReader } from "../../src/contracts/ports/repo-reader.ts";
import { judge } from "../../src/decide/judge/judge.ts";
import { planRemedy } from "../../src/decide/plan/plan.ts";
import { approval, caseOf, HEAD } from "../decide/judge/case.ts";
import { suspecting } from "../decide/plan/suspecting.ts";

const SHA = "a".repeat(40);

/** A tree that holds whatever is asked of it, under any path and any mode: no wall but ours stands. */
function anyTree(content: string, mode = "100644"): RepoReader {
  return {
    repository: "acme/shop",
    defaultBranch: async () => ({ name: "main", sha: SHA }),
    commit: async () => null,
    commitsBetween: async () => [],
    commitsSince: async () => [],
    file: async (path) => ({ path, mode, blob: "b".repeat(40), content, binary: false }),
    tree: async () => ({ entries: [], truncated: false }),
    deployments: async () => [],
  };
}

/** With the widest policy that there is, and an administrator who approves everything. */
async function decided(remedy: Remedy, reader: RepoReader, runbookFile = "config/app.yml") {
  const policy = Policy.parse({
    version: 1,
    mode: "merge",
    guardrails: { remedies: ["runbook", "patch"], allow_paths: ["**"], max_files: 1000, max_lines: 100_000 },
    runbooks: [{ when: { error: "no slots" }, set: { file: runbookFile, path: "a", value: 2 } }],
  });
  const diagnosis = { ...suspecting(SHA), decision: "none" as const, suspect: null, confidence: 1, remedy };
  const plan: Plan = await planRemedy({ diagnosis, reader, policy });
  const approvals = [approval({ by: "ada", permission: "admin", head: HEAD })];
  const { decision, rules } = judge(caseOf({ policy, diagnosis, plan, approvals, aftermath: null }));
  return { plan, decision, failed: rules.filter(({ answer }) => answer === "fail").map(({ rule }) => rule) };
}

const runbook = (file: string): Remedy => ({
  kind: "runbook",
  summary: "",
  runbook: { error: "no slots", file, path: "a" },
});
const patch = (path: string): Remedy => ({
  kind: "patch",
  summary: "",
  edits: [{ path, find: "a: 1", replace: "a: 2" }],
});

const NEVER = [
  ".github/workflows/ci.yml",
  ".GITHUB/workflows/ci.yml",
  ".github./workflows/ci.yml",
  ".git/config.yml",
  ".sre-space.yml",
  ".\u017fre-space.yml",
  "../outside.yml",
  "/etc/app.yml",
  "config/../../app.yml",
  "config//app.yml",
  "config\\app.yml",
  "C:/app.yml",
  "con\u200bfig/app.yml",
  "caf\u0065\u0301/app.yml",
  "config/app.yml:stream.yml",
  "pnpm-lock.yaml",
];

it.each(NEVER)("a runbook never writes %j, whatever the policy says and whoever approves", async (path) => {
  const { plan, decision } = await decided(runbook(path), anyTree("a: 1\n"), path);
  expect(decision).toBe("report");
  if (plan.kind === "planned") expect(plan.files.map((file) => file.path)).toEqual([path]);
});

it.each([...NEVER, "CODEOWNERS", ".gitmodules", "services/quotes/package-lock.json"])(
  "nor does a model's patch write %j",
  async (path) => {
    const { decision } = await decided(patch(path), anyTree("a: 1\n"));
    expect(decision).toBe("report");
  },
);

it.each(["120000", "160000", "040000"])("what has the mode %s is written by neither", async (mode) => {
  for (const remedy of [runbook("config/app.yml"), patch("config/app.yml")]) {
    const { plan, decision } = await decided(remedy, anyTree("a: 1\n", mode));
    expect([plan.kind, decision]).toEqual(["unplanned", "report"]);
  }
});

it("a plain file is written by both, and only what was named of it", async () => {
  for (const remedy of [runbook("config/app.yml"), patch("config/app.yml")]) {
    const { plan, decision, failed } = await decided(remedy, anyTree("a: 1\n"));
    expect({ decision, failed }).toEqual({ decision: "merge", failed: [] });
    expect(plan).toMatchObject({ files: [{ path: "config/app.yml", after: { content: "a: 2\n" } }] });
  }
});

it("a runbook of a policy that named another file is followed nowhere", async () => {
  const { plan, decision } = await decided(runbook("config/other.yml"), anyTree("a: 1\n"));
  expect([plan.kind, decision]).toEqual(["unplanned", "report"]);
});
