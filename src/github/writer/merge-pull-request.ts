import type { MergeAnswer, RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";
import { enqueuePullRequest } from "./enqueue-pull-request.ts";

type Request = Parameters<RepoWriter["merge"]>[0];

/** In the order of preference: a merge commit tells best what was done, and reverts best. */
const METHODS = ["merge", "squash", "rebase"] as const;

/**
 * Merges the pull request where its head is still the one that was judged: GitHub compares `sha` and swaps
 * (https://docs.github.com/rest/pulls/pulls#merge-a-pull-request). Looks before, and after any refusal.
 */
export async function mergePullRequest(
  client: Client,
  at: { owner: string; repo: string },
  request: Request,
): Promise<MergeAnswer> {
  const before = await look(client, at, request);
  if (before.answer) return before.answer;
  if (request.queue) return await enqueuePullRequest(client, before.id, request.head);
  for (const method of METHODS) {
    try {
      const { data } = await client.rest.pulls.merge({
        ...at,
        pull_number: request.number,
        sha: request.head,
        merge_method: method,
        // A rebase keeps the commits' own messages.
        ...(method === "rebase" ? {} : { commit_title: request.title, commit_message: request.message }),
      });
      return { merged: true, sha: data.sha };
    } catch (error) {
      if (!(error instanceof GitHubError) || ![403, 405, 409, 422].includes(error.status) || error.passing)
        throw error;
      if (error.status === 405 && /not allowed on this repository/i.test(error.message)) continue;
      return await mapRefusal(client, at, request, error);
    }
  }
  return { merged: false, why: "blocked", message: "The repository allows no method of merging" };
}

async function mapRefusal(
  client: Client,
  at: { owner: string; repo: string },
  request: Request,
  error: GitHubError,
): Promise<MergeAnswer> {
  const after = await look(client, at, request);
  if (after.answer) return after.answer;
  const { message } = error;
  if (error.status === 409) return { merged: false, why: "head-moved", message };
  return { merged: false, why: after.conflicts ? "conflict" : after.behind ? "behind" : "blocked", message };
}

async function look(
  client: Client,
  at: { owner: string; repo: string },
  request: Request,
): Promise<{ answer: MergeAnswer | null; conflicts: boolean; behind: boolean; id: string }> {
  const { data } = await client.rest.pulls.get({ ...at, pull_number: request.number });
  const id = data.node_id;
  const conflicts = data.mergeable === false && data.mergeable_state === "dirty";
  // https://docs.github.com/graphql/reference/enums#mergestatestatus
  const behind = data.mergeable_state === "behind";
  if (data.merged && data.merge_commit_sha)
    return { answer: { merged: true, sha: data.merge_commit_sha }, conflicts, behind, id };
  if (data.state === "closed") {
    const message = `Pull request #${request.number} was closed without being merged`;
    return { answer: { merged: false, why: "closed", message }, conflicts, behind, id };
  }
  if (data.head.sha !== request.head) {
    const message = `The head is ${data.head.sha.slice(0, 7)}; judged was ${request.head.slice(0, 7)}`;
    return { answer: { merged: false, why: "head-moved", message }, conflicts, behind, id };
  }
  const { ref, repo } = data.base;
  if (ref !== repo.default_branch) {
    const message = `It is aimed at another branch than ${repo.default_branch} now`;
    return { answer: { merged: false, why: "aimed-elsewhere", message }, conflicts, behind, id };
  }
  return { answer: null, conflicts, behind, id };
}
