import { refMoved } from "../events/ref-moved.ts";
import type { Account, App, Repository, State } from "../state.ts";

/**
 * Moves, creates (`before` forty zeros) or deletes (`after` forty zeros) a ref by compare-and-swap, and tells
 * everyone who must hear of it. False when the ref stood elsewhere: nothing has happened then.
 */
export async function moveRef(
  state: State,
  repository: Repository,
  ref: string,
  before: string,
  after: string,
  by: { sender: Account; app: App | null },
): Promise<boolean> {
  if (!(await repository.git.swapRef(ref, before, after))) return false;
  if (before !== after) await refMoved(state, repository, { ref, before, after }, by.sender);
  return true;
}
