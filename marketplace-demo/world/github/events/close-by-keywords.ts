import { renderIssue } from "../render/issue.ts";
import { fullName } from "../render/repository.ts";
import type { Account, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";
import { newCommits } from "./new-commits.ts";
import type { RefMove } from "./ref-moved.ts";

/** https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue */
const KEYWORD = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?\s+(?:([\w.-]+\/[\w.-]+))?#(\d+)\b/gi;

/** The issues of this repository that a text closes. */
export function closingNumbers(repository: Repository, text: string): number[] {
  const numbers = new Set<number>();
  for (const match of text.matchAll(KEYWORD)) {
    const named = match[1]?.toLowerCase();
    if (named === undefined || named === fullName(repository).toLowerCase()) numbers.add(Number(match[2]));
  }
  return [...numbers];
}

/** Closes what the commits of a push to the default branch say they close. */
export async function closeByKeywords(
  state: State,
  repository: Repository,
  move: RefMove,
  sender: Account,
): Promise<void> {
  for (const sha of await newCommits(repository, move)) {
    const commit = await repository.git.commit(sha);
    for (const number of closingNumbers(repository, commit?.message ?? ""))
      closeIssue(state, repository, number, sender);
  }
}

/** Closes an open issue as completed; a pull request, a closed or an unknown number stays as it is. */
export function closeIssue(state: State, repository: Repository, number: number, sender: Account): void {
  const issue = repository.issues.get(number);
  if (!issue || issue.pull || issue.state === "closed") return;
  issue.state = "closed";
  issue.stateReason = "completed";
  issue.closedAt = isoTime(state);
  issue.closedBy = sender;
  issue.updatedAt = issue.closedAt;
  state.emit({
    name: "issues",
    action: "closed",
    repository,
    sender,
    payload: { issue: renderIssue(state, repository, issue) },
  });
}
