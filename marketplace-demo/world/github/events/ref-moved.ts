import { ZERO } from "../git/git.ts";
import type { Account, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";
import { closeByKeywords } from "./close-by-keywords.ts";
import { pushPayload } from "./push-payload.ts";
import { requestCheckSuites } from "./request-check-suites.ts";
import { syncPulls } from "./sync-pulls.ts";

export type RefMove = { ref: string; before: string; after: string };

/**
 * Everything that follows from a ref that moved, whether by REST, by a merge or by `git push`: `create`, `delete` and
 * `push` events, check suites, pull requests that follow their head or turn out to be merged, issues closed by
 * keywords. The order is github.com's.
 */
export async function refMoved(
  state: State,
  repository: Repository,
  move: RefMove,
  sender: Account,
): Promise<void> {
  const branch = move.ref.startsWith("refs/heads/") ? move.ref.slice(11) : null;
  const tag = move.ref.startsWith("refs/tags/") ? move.ref.slice(10) : null;
  if (branch === null && tag === null) return;
  repository.pushedAt = isoTime(state);
  repository.updatedAt = repository.pushedAt;
  const created = move.before === ZERO;
  const deleted = move.after === ZERO;
  if (created || deleted)
    state.emit({
      name: created ? "create" : "delete",
      action: null,
      repository,
      sender,
      payload: {
        ref: branch ?? tag,
        ref_type: branch === null ? "tag" : "branch",
        ...(created ? { master_branch: repository.defaultBranch, description: repository.description } : {}),
        pusher_type: "user",
      },
    });
  state.emit({
    name: "push",
    action: null,
    repository,
    sender,
    payload: await pushPayload(state, repository, move, sender),
  });
  if (branch === null) return;
  if (!deleted) await requestCheckSuites(state, repository, branch, move, sender);
  await syncPulls(state, repository, branch, move, sender);
  if (!deleted && branch === repository.defaultBranch) await closeByKeywords(state, repository, move, sender);
}
