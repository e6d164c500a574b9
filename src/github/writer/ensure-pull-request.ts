import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";
import type { Identity } from "../identity.ts";
import { findPullRequest } from "./find-pull-request.ts";

type Request = Parameters<RepoWriter["ensurePullRequest"]>[0];
type PullRequest = Awaited<ReturnType<RepoWriter["ensurePullRequest"]>>;

/** The pull request of that branch by us, in whatever state it is, the newest first; else a new one. */
export async function ensurePullRequest(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  request: Request,
): Promise<PullRequest> {
  const found = await findPullRequest(client, at, us, request);
  const { data } =
    found === null
      ? await open(client, at, us, request)
      : await client.rest.pulls.get({ ...at, pull_number: found });
  const missing = request.labels.filter((label) => !data.labels.some((one) => one.name === label));
  if (missing.length > 0)
    await client.rest.issues.addLabels({ ...at, issue_number: data.number, labels: missing });
  const unasked = data.state === "open" ? await askForReview(client, at, data, request.reviewers) : null;
  return {
    number: data.number,
    url: data.html_url,
    head: data.head.sha,
    state: data.state,
    merged: data.merged,
    ...(data.merged && data.merge_commit_sha ? { mergeSha: data.merge_commit_sha } : {}),
    draft: data.draft ?? false,
    ...(unasked === null ? {} : { unasked }),
  };
}

type Asked = { number: number; requested_reviewers?: Named<"login">; requested_teams?: Named<"slug"> };
type Named<K extends string> = readonly Record<K, string>[] | null;

/** Answers why nobody was asked, where GitHub takes none of them: a proposal stands without its reviewers, too. */
async function askForReview(
  client: Client,
  at: { owner: string; repo: string },
  { number, requested_reviewers, requested_teams }: Asked,
  { users, teams }: NonNullable<Request["reviewers"]> = { users: [], teams: [] },
): Promise<string | null> {
  const asked = new Set(requested_reviewers?.map(({ login }) => login.toLowerCase()));
  const askedTeams = new Set(requested_teams?.map(({ slug }) => slug.toLowerCase()));
  const reviewers = users.filter((login) => !asked.has(login.toLowerCase()));
  const team_reviewers = teams.filter((slug) => !askedTeams.has(slug.toLowerCase()));
  if (reviewers.length + team_reviewers.length === 0) return null;
  try {
    await client.rest.pulls.requestReviewers({ ...at, pull_number: number, reviewers, team_reviewers });
    return null;
  } catch (error) {
    // Somebody who is not of this repository any more, a permission that was not granted.
    if (!(error instanceof GitHubError) || error.passing || ![403, 404, 422].includes(error.status))
      throw error;
    return error.message;
  }
}

async function open(client: Client, at: { owner: string; repo: string }, us: Identity, request: Request) {
  const create = (draft: boolean) =>
    client.rest.pulls.create({
      ...at,
      head: request.branch,
      base: request.base,
      title: request.title,
      body: request.body,
      draft,
    });
  try {
    return await create(request.draft);
  } catch (error) {
    if (!(error instanceof GitHubError) || error.status !== 422) throw error;
    // Another worker was faster, or the plan of a private repository has no drafts.
    const found = await findPullRequest(client, at, us, request);
    if (found !== null) return await client.rest.pulls.get({ ...at, pull_number: found });
    if (request.draft && /draft/i.test(error.message)) return await create(false);
    throw error;
  }
}
