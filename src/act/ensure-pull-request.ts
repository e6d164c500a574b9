import type { Instant } from "../contracts/instant.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { RepoWriter } from "../contracts/ports/repo-writer.ts";

/**
 * The pull request of the branch. Where a person pushed to the branch in between, it stops: what would be
 * merged is then not what was planned. Where a person merged it already, `merge` says so.
 */
export async function ensurePullRequest(
  input: {
    branch: NonNullable<Outcome["branch"]>;
    base: string;
    title: string;
    body: string;
    draft: boolean;
    labels: readonly string[];
    reviewers: { users: readonly string[]; teams: readonly string[] };
    now: Instant;
  },
  ports: { writer: RepoWriter },
): Promise<Pick<Outcome, "pullRequest" | "merge" | "stopped"> & { unasked?: string }> {
  const { branch, base, title, body, draft, labels, reviewers, now } = input;
  const found = await ports.writer.ensurePullRequest({
    branch: branch.name,
    base,
    title,
    body,
    draft,
    labels,
    ...(reviewers.users.length + reviewers.teams.length > 0 ? { reviewers } : {}),
  });
  const pullRequest = { number: found.number, url: found.url, head: found.head, draft: found.draft };
  if (found.merged && found.mergeSha) return { pullRequest, merge: { sha: found.mergeSha, at: now } };
  const stopped = (reason: string) => ({ pullRequest, stopped: { at: now, reason } });
  if (found.state === "closed") return stopped(`Pull request #${found.number} was closed without a merge.`);
  if (found.head !== branch.commit)
    return stopped(
      `Somebody pushed to ${branch.name}: its head is ${found.head.slice(0, 7)}, planned was ${branch.commit.slice(0, 7)}.`,
    );
  return { pullRequest, ...(found.unasked === undefined ? {} : { unasked: found.unasked }) };
}
