import type { FileChange, NoChangeSet } from "../../contracts/change-set.ts";
import type { Commit, RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";
import { type Carried, carryFile } from "./carry-file.ts";
import { type ChangedTree, changedTree } from "./changed-tree.ts";
import { fileChanges } from "./file-changes.ts";
import { fileMoves } from "./file-moves.ts";
import { treeAt } from "./tree.ts";

/** Git lists no end of them, GitHub so many; a list this long may be cut. */
const MOST_FILES = 300;
/** So many files are read and merged at a time. */
const AT_ONCE = 8;

/** The head of the default branch, with what these commits did undone or done again, as far as it can be. */
export interface Carry {
  base: Sha;
  branch: string;
  /** In the order in which they were carried. */
  commits: Commit[];
  files: FileChange[];
  carried: Carried[];
}

export type WhyNot = Pick<NoChangeSet, "reason" | "conflicts">;

/**
 * Carries commits one after the other onto today's head, in memory: a merge commit is what it brought to its first
 * parent (https://git-scm.com/docs/git-revert, `-m 1`). Each sees what the ones before left. All of it is done, or
 * nothing is, and the answer says why. Throws what the reader throws.
 *
 * @param shas in the order in which they are to be carried: for `undo` the newest first
 */
export async function carryCommits(
  shas: readonly Sha[],
  direction: "undo" | "redo",
  reader: RepoReader,
): Promise<{ carry: Carry } | { whyNot: WhyNot }> {
  const whyNot = (reason: string, conflicts: string[] = []) => ({ whyNot: { reason, conflicts } });
  const head = await reader.defaultBranch();
  const before = treeAt(reader, head.sha);
  const today = changedTree(before);
  const commits: Commit[] = [];
  const carried: Carried[] = [];
  for (const sha of shas) {
    const commit = await reader.commit(sha);
    const short = sha.slice(0, 7);
    if (!commit) return whyNot(`The repository has no commit ${short}.`);
    const [parent] = commit.parents;
    if (!parent) return whyNot(`${short} began the repository; there is nothing before it to go back to.`);
    if (!commit.files || commit.files.length >= MOST_FILES)
      return whyNot(`${short} changes so many files that GitHub may not list them all.`);
    const [old, made] = [treeAt(reader, parent), treeAt(reader, commit.sha)];
    const [from, to] = direction === "undo" ? [made, old] : [old, made];
    const moves = fileMoves(commit.files, direction);
    const touched = moves.flatMap(({ was, becomes }) => (was === becomes ? [was] : [was, becomes]));
    const named = touched.filter((path) => path !== null);
    if (new Set(named).size < named.length)
      return whyNot(`${short} moves several files over each other; that is not undone by machine.`);
    // Each file by itself: what is put for one is no place for another to have moved to.
    const onto = changedTree(today);
    const done: { one: Carried; changed: ChangedTree["changed"] }[] = [];
    for (let at = 0; at < moves.length; at += AT_ONCE) {
      const some = moves.slice(at, at + AT_ONCE).map(async (move) => {
        const own = changedTree(today);
        return { one: await carryFile(move, from, to, own), changed: own.changed };
      });
      done.push(...(await Promise.all(some)));
    }
    for (const { one, changed } of done) {
      carried.push(one);
      for (const [path, file] of changed) {
        if (onto.changed.has(path))
          return whyNot(`${short} moves several files over each other; that is not undone by machine.`);
        onto.put(path, file);
      }
    }
    const refused = done.flatMap(({ one }) => (one.kind === "refused" ? [one.reason] : []));
    if (refused.length > 0) return whyNot(refused.join(" "));
    const conflicts = done.flatMap(({ one }) => (one.kind === "conflict" ? [one] : []));
    if (conflicts.length > 0)
      return whyNot(
        conflicts.map(({ reason }) => reason).join(" "),
        conflicts.map(({ path }) => path).toSorted(),
      );
    for (const [path, file] of onto.changed) today.put(path, file);
    commits.push(commit);
  }
  const files = await fileChanges(before, today);
  return { carry: { base: head.sha, branch: head.name, commits, files, carried } };
}
