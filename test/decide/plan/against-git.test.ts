import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/contracts/change-set.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { createGitRepository, type GitRepository, gitReader } from "../../orient/git-reader.ts";
import { suspecting } from "./suspecting.ts";

const policy = Policy.parse({ version: 1 });

/** What git's own revert makes of it: the tree, or the paths on which it gives up. */
function revertByGit(
  repository: GitRepository,
  culprit: string,
): { tree: Map<string, string> } | { conflicts: string[] } {
  const merge = repository.git("rev-list", "--parents", "-1", culprit).trim().split(" ").length > 2;
  const { status } = repository.tryGit("revert", "--no-commit", ...(merge ? ["-m", "1"] : []), culprit);
  const conflicts = repository
    .git("diff", "--name-only", "--diff-filter=U", "-z")
    .split("\0")
    .filter(Boolean);
  const tree = treeOf(repository.git("ls-files", "-s", "-z"));
  repository.tryGit("revert", "--abort");
  repository.git("reset", "--hard", "--quiet", "HEAD");
  repository.git("clean", "-fdq");
  return status === 0 && conflicts.length === 0 ? { tree } : { conflicts };
}

/** The tree that the plan makes of today's head. */
function applied(repository: GitRepository, plan: Extract<Plan, { kind: "planned" }>): Map<string, string> {
  const tree = treeOf(repository.git("ls-files", "-s", "-z"));
  for (const file of plan.files) {
    if (file.before) expect(tree.get(file.path)?.split(" ")[1]).toBe(file.before.blob);
    else expect(tree.has(file.path)).toBe(false);
    tree.delete(file.path);
    if (file.after) tree.set(file.path, `${file.mode} ${repository.hash(file.after.content)}`);
  }
  return tree;
}

function treeOf(listed: string): Map<string, string> {
  return new Map(
    listed
      .split("\0")
      .filter(Boolean)
      .map((entry) => {
        const [head = "", path = ""] = entry.split("\t");
        const [mode = "", blob = ""] = head.split(" ");
        return [path, `${mode} ${blob}`] as const;
      }),
  );
}

const plan = (repository: GitRepository, culprit: string) =>
  planRemedy({ diagnosis: suspecting(culprit), reader: gitReader(repository.directory), policy });

const body = (name: string, revision: number, where: number) =>
  Array.from({ length: 12 }, (_, i) => `${name} ${i}${i === where ? ` revision ${revision}` : ""}\n`).join(
    "",
  );

const PATHS = ["src/a.ts", "src/b.ts", "src/deep/c.ts", "lib/d.ts", "e.ts"];

const step = fc.record({
  does: fc.constantFrom("edit", "edit", "edit", "add", "remove", "rename", "move", "mode"),
  path: fc.nat(20),
  where: fc.nat(11),
});

/** One commit: up to three steps over the files that there are. */
function perform(
  repository: GitRepository,
  steps: { does: string; path: number; where: number }[],
  revision: number,
): string {
  for (const { does, path: pick, where } of steps) {
    const paths = repository.git("ls-files").trim().split("\n").filter(Boolean);
    const path = paths[pick % paths.length];
    if (does === "add")
      repository.write(`src/new-${revision}-${where}.ts`, body(`new ${revision} ${where}`, 0, 0));
    else if (path === undefined) continue;
    else if (does === "edit") {
      const lines = repository.read(path).split("\n");
      lines[where] = `${lines[where]?.split(" revision")[0] ?? ""} revision ${revision}`;
      repository.write(path, lines.join("\n"));
    } else if (does === "mode") repository.git("update-index", "--chmod", where % 2 ? "+x" : "-x", path);
    else if (does === "remove") repository.git("rm", "-qf", path);
    else if (does === "rename")
      repository.git("mv", "-f", path, path.replace(/[^/]+$/, `renamed-${revision}-${where}.ts`));
    else {
      repository.write("moved/keep.ts", body("keep", 0, 0));
      repository.git("mv", "-f", path, `moved/${revision}-${where}.ts`);
    }
    repository.git("add", "--all", ...(does === "mode" ? ["--dry-run"] : []));
  }
  repository.git("commit", "--quiet", "--allow-empty", "-m", `change ${revision}`);
  return repository.git("rev-parse", "HEAD").trim();
}

describe("a history of edits, additions, removals, renames and modes", () => {
  test("is reverted as git does, or refused; and what git calls a conflict is never planned", async () => {
    let planned = 0;
    let clean = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 3 }),
        fc.array(fc.array(step, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
        async (culprits, later) => {
          const repository = createGitRepository();
          try {
            // Git's record of modes is what is tested, not the file system's.
            repository.git("config", "core.fileMode", "false");
            repository.commit(Object.fromEntries(PATHS.map((path) => [path, body(path, 0, -1)])));
            const culprit = perform(repository, culprits, 1);
            later.forEach((steps, i) => {
              perform(repository, steps, i + 2);
            });
            const made = await plan(repository, culprit);
            const before = repository.git("rev-parse", "HEAD^{tree}").trim();
            const git = revertByGit(repository, culprit);
            const nothing =
              "tree" in git &&
              repository.git("write-tree").trim() === before &&
              same(git.tree, treeOf(repository.git("ls-files", "-s", "-z")));
            if ("tree" in git && !nothing) clean += 1;
            if (made.kind !== "planned") return;
            planned += 1;
            expect(git, "git reverts it too").toHaveProperty("tree");
            if ("tree" in git) expect(sorted(applied(repository, made))).toEqual(sorted(git.tree));
          } finally {
            repository.remove();
          }
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 25) },
    );
    if (process.env.FUZZ_RUNS) console.log({ clean, planned });
    expect(planned).toBeGreaterThan(0.3 * clean);
  });
});

const sorted = (tree: Map<string, string>) => [...tree].toSorted(([a], [b]) => (a < b ? -1 : 1));
const same = (a: Map<string, string>, b: Map<string, string>) =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
