import type { Git } from "./git.ts";
import { runGit } from "./run-git.ts";

export type MergeOutcome = { clean: true; tree: string } | { clean: false; conflicts: string[] };

/**
 * A true three-way merge of two commits, in memory, as `git merge` would make it
 * (https://git-scm.com/docs/git-merge-tree, mode `--write-tree`). Nothing but objects is written.
 */
export async function mergeTrees(git: Git, ours: string, theirs: string): Promise<MergeOutcome> {
  const result = await runGit(git.dir, [
    "-c",
    "merge.renames=true",
    "merge-tree",
    "--write-tree",
    "--name-only",
    "--no-messages",
    "-z",
    ours,
    theirs,
  ]);
  const [tree, ...rest] = result.stdout.toString().split("\0");
  if (result.code === 0 && tree) return { clean: true, tree: tree.trim() };
  if (result.code === 1) return { clean: false, conflicts: rest.filter((path) => path !== "") };
  throw new Error(`git merge-tree ${ours} ${theirs}: ${result.stderr}`);
}

/**
 * The tree that a commit's own change makes on top of another commit: cherry-pick. git 2.39's `merge-tree` takes no
 * merge base, so a commit of `onto`'s tree with the picked commit's parent as its only parent stands in for it.
 */
export async function pickTree(git: Git, commit: string, onto: string): Promise<MergeOutcome> {
  const picked = await git.commit(commit);
  const target = await git.commit(onto);
  if (!picked || !target) throw new Error(`cannot pick ${commit} onto ${onto}: no such commit`);
  const person = { name: "merge base", email: "base@localhost", time: 0, zone: "+0000" };
  const stand = await git.writeCommit({
    tree: target.tree,
    parents: picked.parents.slice(0, 1),
    author: person,
    committer: person,
    message: "stand-in",
  });
  return mergeTrees(git, stand, commit);
}
