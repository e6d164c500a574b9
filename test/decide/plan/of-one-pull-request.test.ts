import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChangeSet, Plan } from "../../../src/contracts/change-set.ts";
import type { Facts } from "../../../src/contracts/facts.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import { judge } from "../../../src/decide/judge/judge.ts";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { readAftermath } from "../../../src/decide/plan/read-aftermath.ts";
import { type LocalGitHub, startLocalGitHub } from "../../github/local-github.ts";
import { caseOf } from "../judge/case.ts";
import { suspecting } from "./suspecting.ts";

/** One GitHub; each history lives in a folder of its own. */
let world: LocalGitHub;
beforeAll(async () => {
  world = await startLocalGitHub();
});
afterAll(() => world.stop());

const LINES = Array.from({ length: 20 }, (_, i) => `line ${i + 1}\n`).join("");
const edit = (text: string, line: number, to: string) => text.replace(`line ${line}\n`, `${to}\n`);
const policy = Policy.parse({ version: 1, mode: "merge" });

async function planFor(suspect: string): Promise<Plan> {
  const facts = world.connection.facts("acme/shop");
  return planRemedy({
    diagnosis: suspecting(suspect),
    reader: world.connection.reader("acme/shop"),
    policy,
    broughtBy: (sha) => facts.broughtBy(sha),
  });
}

/** Commits of a branch, as one pull request that is merged by that method; answers them as `main` has them, the oldest first. */
async function merged(
  branch: string,
  method: "merge" | "rebase" | "squash",
  commits: readonly [Record<string, string | null>, string][],
): Promise<string[]> {
  for (const [files, message] of commits) await world.push(files, message, branch);
  const pull = await world.as(world.devToken, "POST", "/repos/acme/shop/pulls", {
    title: branch,
    head: branch,
    base: "main",
  });
  await world.as(world.devToken, "PUT", `/repos/acme/shop/pulls/${pull.number}/merge`, {
    merge_method: method,
  });
  await world.git("fetch", "--quiet", "origin");
  // By their dates alone, those of one second come in any order.
  const order = ["--topo-order", "--no-merges", "--format=%H", `-${commits.length}`];
  const log = await world.git("log", ...order, "origin/main");
  return log.split("\n").reverse();
}

/** What git's own reverts of them, the newest first, make of `main`; null where one conflicts. */
async function byGit(shas: readonly string[], path: string): Promise<string | null> {
  await world.git("checkout", "--quiet", "-f", "-B", "expected", "origin/main");
  for (const sha of shas.toReversed()) {
    try {
      await world.git("revert", "--no-edit", sha);
    } catch {
      await world.git("revert", "--abort");
      return null;
    }
  }
  return world.git("show", `HEAD:${path}`);
}

const textOf = ({ files }: ChangeSet, path: string) =>
  files.find((file) => file.path === path)?.after?.content.trim();

it.each(["merge", "rebase"] as const)(
  "a commit and its follow-up to the same lines, of one pull request by %s, go together",
  async (method) => {
    const path = `${method}/a.txt`;
    await world.push({ [path]: LINES }, `feat: ${method}`);
    const [suspect = "", followUp = "", beside = ""] = await merged(`topic-${method}`, method, [
      [{ [path]: edit(LINES, 5, "five") }, "refactor: five"],
      [{ [path]: edit(LINES, 5, "five, mended") }, "fixup of that"],
      [{ [`${method}/other.txt`]: "innocent\n" }, "docs: in the same pull request"],
    ]);
    await world.push({ [path]: edit(edit(LINES, 5, "five, mended"), 17, "seventeen") }, "later");
    await world.git("fetch", "--quiet", "origin");
    // By itself it conflicts, for git as well.
    expect(await byGit([suspect], path)).toBeNull();
    const plan = await planFor(suspect);
    expect(plan).toMatchObject({ kind: "planned", reverts: [followUp, suspect] });
    if (plan.kind !== "planned") return;
    expect(plan.summary).toContain(`${followUp.slice(0, 7)} came in by the same pull request #`);
    expect(textOf(plan, path)).toBe(await byGit([suspect, followUp], path));
    // What the pull request held besides stays.
    expect(plan.reverts).not.toContain(beside);
    expect(plan.files.map((file) => file.path)).toEqual([path]);

    // Guardrail takes nobody's word for it: by GitHub's record they came in together.
    const facts = await world.connection.facts("acme/shop").read({
      pullRequest: null,
      paths: [path],
      base: plan.base,
      suspect,
      beside: [followUp],
    });
    expect(facts.sameChange?.commits).toEqual([followUp]);
    const answer = (sameChange: Facts["sameChange"]) => {
      const { sameChange: _, ...known } = facts;
      const context = caseOf({
        plan,
        diagnosis: suspecting(suspect),
        facts: { ...known, ...(sameChange ? { sameChange } : {}) },
      });
      return judge(context).rules.find(({ rule }) => rule === "plan");
    };
    expect(answer(facts.sameChange)).toMatchObject({ answer: "pass" });
    expect(answer(undefined)).toMatchObject({ answer: "fail", ceiling: "report" });
  },
);

it("what calls a function that the suspect brought in goes with it, and what stands by itself stays", async () => {
  const rate = "export function surcharge(age: number) {\n  return age * 2;\n}\n";
  const [suspect = "", user = ""] = await merged("names", "rebase", [
    [{ "names/rate.ts": rate }, "rating: a surcharge"],
    [
      { "names/price.ts": "import { surcharge } from './rate.ts';\nexport const price = surcharge(3);\n" },
      "use it",
    ],
    [{ "names/readme.txt": "words\n" }, "words"],
  ]);
  const plan = await planFor(suspect);
  expect(plan).toMatchObject({ kind: "planned", reverts: [user, suspect] });
  if (plan.kind !== "planned") return;
  expect(plan.files.map(({ path, after }) => [path, after])).toEqual([
    ["names/price.ts", null],
    ["names/rate.ts", null],
  ]);
  const about = { suspect, head: plan.base, paths: [], environment: "production", nowMs: Date.now() };
  const reader = world.connection.reader("acme/shop");
  expect((await readAftermath(reader, about))?.uses.map(({ sha }) => sha)).toEqual([user, user]);
  expect((await readAftermath(reader, { ...about, beside: [user] }))?.uses).toEqual([]);
});

it("what another pull request, or nobody's, built upon it is a conflict, and a person is asked", async () => {
  await world.push({ "apart/a.txt": LINES }, "feat: apart");
  const [suspect = ""] = await merged("apart-1", "rebase", [
    [{ "apart/a.txt": edit(LINES, 5, "five") }, "refactor: five"],
  ]);
  await merged("apart-2", "rebase", [
    [{ "apart/a.txt": edit(LINES, 5, "five, otherwise") }, "feat: otherwise"],
  ]);
  expect(await planFor(suspect)).toMatchObject({ kind: "unplanned", conflicts: ["apart/a.txt"] });
  const direct = await world.push({ "apart/b.txt": edit(LINES, 7, "seven") }, "pushed");
  await world.push({ "apart/b.txt": edit(LINES, 7, "seven, later") }, "pushed later");
  expect(await planFor(direct)).toMatchObject({ kind: "unplanned", conflicts: ["apart/b.txt"] });
});
