import { ZERO } from "../git/git.ts";
import type { Repository } from "../state.ts";
import type { RefMove } from "./ref-moved.ts";

/** The commits that a move brought to its branch, oldest first; for a new branch those the default branch lacks. */
export async function newCommits(repository: Repository, move: RefMove): Promise<string[]> {
  if (move.after === ZERO) return [];
  const { git } = repository;
  const tip = await git.resolve(move.after);
  if (!tip) return [];
  const main = `refs/heads/${repository.defaultBranch}`;
  const known = move.before === ZERO ? (move.ref === main ? null : await git.ref(main)) : move.before;
  return (await git.range(tip, ...(known ? [known] : []))).reverse();
}
