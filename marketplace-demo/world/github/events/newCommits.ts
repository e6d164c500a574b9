import { ZERO } from "../git/git.ts";
import type { Repository } from "../state.ts";
import type { RefMove } from "./refMoved.ts";

/** The commits that a move brought to its branch, oldest first; for a new branch those the default branch lacks. */
export async function newCommits(repository: Repository, move: RefMove): Promise<string[]> {
  if (move.after === ZERO) return [];
  const { git } = repository;
  if (move.before !== ZERO) return git.revList(["--reverse", move.after, `^${move.before}`]);
  const main = `refs/heads/${repository.defaultBranch}`;
  if (move.ref === main || !(await git.ref(main)))
    return git.revList(["--reverse", "--max-count=2048", move.after]);
  return git.revList(["--reverse", move.after, `^${main}`]);
}
