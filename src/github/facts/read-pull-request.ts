import type { Facts } from "../../contracts/facts.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { nullWhere } from "../null-where.ts";
import { readChecks } from "./read-checks.ts";
import { readPermission } from "./read-permission.ts";

const MAY_WRITE = ["write", "maintain", "admin"];

/** The incident's pull request: its head, the checks on it, and who approved that very head. */
export async function readPullRequest(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  number: number,
): Promise<NonNullable<Facts["pullRequest"]>> {
  const { data } = await client.rest.pulls.get({ ...at, pull_number: number });
  const head = data.head.sha;
  const [checks, verified, approvedBy] = await Promise.all([
    readChecks(client, at, head),
    readVerified(client, at, head),
    readApprovals(client, at, us, number, head),
  ]);
  return {
    number,
    head,
    state: data.state,
    merged: data.merged,
    draft: data.draft ?? false,
    mergeable: data.mergeable,
    verified,
    checks,
    approvedBy,
  };
}

/** Whether GitHub has verified the signature of a commit (https://docs.github.com/rest/git/commits#get-a-commit-object). */
async function readVerified(
  client: Client,
  at: { owner: string; repo: string },
  sha: string,
): Promise<boolean | null> {
  const answer = await nullWhere(client.rest.git.getCommit({ ...at, commit_sha: sha }), 404);
  return answer?.data.verification?.verified ?? null;
}

/** People with write access whose latest review approves, and approves this head; not ourselves, no bots. */
async function readApprovals(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  number: number,
  head: string,
): Promise<string[]> {
  const reviews = await client.paginate(client.rest.pulls.listReviews, {
    ...at,
    pull_number: number,
    per_page: 100,
  });
  const latest = new Map<string, (typeof reviews)[number]>();
  for (const review of reviews) {
    // A comment takes no approval back.
    if (review.state === "COMMENTED" || review.state === "PENDING") continue;
    if (review.user && review.user.type === "User" && review.user.login !== us.login)
      latest.set(review.user.login, review);
  }
  const approving = [...latest].filter(
    ([, review]) => review.state === "APPROVED" && review.commit_id === head,
  );
  const permissions = await Promise.all(approving.map(([login]) => readPermission(client, at, login)));
  return approving.map(([login]) => login).filter((_, index) => MAY_WRITE.includes(permissions[index]!));
}
