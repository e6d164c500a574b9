import { ZERO } from "../git/git.ts";
import { renderPull } from "../render/pull.ts";
import type { Account, Issue, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";
import type { RefMove } from "./ref-moved.ts";

/**
 * Pull requests follow their branches: a moved head is `synchronize`, a base that contains the head is a merge, a
 * deleted head or base closes.
 */
export async function syncPulls(
  state: State,
  repository: Repository,
  branch: string,
  move: RefMove,
  sender: Account,
): Promise<void> {
  for (const issue of repository.issues.values()) {
    const { pull } = issue;
    if (!pull || issue.state === "closed") continue;
    if (pull.headRef === branch) {
      if (move.after === ZERO) await close(state, repository, issue, sender);
      else await synchronize(state, repository, issue, move, sender);
    } else if (pull.baseRef === branch) {
      if (move.after === ZERO) await close(state, repository, issue, sender);
      else if (await repository.git.isAncestor(pull.headSha, move.after)) {
        pull.merged = true;
        pull.mergedAt = isoTime(state);
        pull.mergedBy = sender;
        pull.mergeCommitSha = move.after;
        await close(state, repository, issue, sender);
      }
    }
  }
}

async function synchronize(
  state: State,
  repository: Repository,
  issue: Issue,
  move: RefMove,
  sender: Account,
): Promise<void> {
  const pull = issue.pull!;
  const before = pull.headSha;
  const old = (await repository.git.ref(`refs/pull/${issue.number}/head`)) ?? ZERO;
  await repository.git.swapRef(`refs/pull/${issue.number}/head`, old, move.after);
  pull.headSha = move.after;
  pull.baseSha = (await repository.git.ref(`refs/heads/${pull.baseRef}`)) ?? pull.baseSha;
  issue.updatedAt = isoTime(state);
  if (repository.protection.get(pull.baseRef)?.requiredReviews?.dismissStale)
    for (const review of pull.reviews) if (review.state === "APPROVED") review.state = "DISMISSED";
  state.emit({
    name: "pull_request",
    action: "synchronize",
    repository,
    sender,
    payload: {
      number: issue.number,
      before,
      after: move.after,
      pull_request: await renderPull(state, repository, issue),
    },
  });
}

async function close(state: State, repository: Repository, issue: Issue, sender: Account): Promise<void> {
  issue.state = "closed";
  issue.closedAt = isoTime(state);
  issue.closedBy = sender;
  issue.updatedAt = issue.closedAt;
  state.emit({
    name: "pull_request",
    action: "closed",
    repository,
    sender,
    payload: { number: issue.number, pull_request: await renderPull(state, repository, issue) },
  });
}
