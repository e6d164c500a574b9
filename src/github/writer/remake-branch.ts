import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";
import type { Identity } from "../identity.ts";
import { mutate } from "../mutate.ts";
import { branchHead } from "./branch-head.ts";
import { isThatCommit } from "./is-that-commit.ts";
import { writeCommit } from "./write-commit.ts";

type Request = Parameters<RepoWriter["remakeBranch"]>[0];

/** REST forces without a look at what is overwritten; GraphQL compares and swaps. */
export const MOVE_BRANCH = `mutation ($repository: ID!, $moves: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $repository, refUpdates: $moves }) { clientMutationId }
}`;

/** Our branch at a new commit on another base, in place of the commit that we made before and of no other. */
export async function remakeBranch(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  request: Request,
): ReturnType<RepoWriter["remakeBranch"]> {
  const there = await branchHead(client, at, request.name);
  if (there === null) return { conflict: null };
  if (there !== request.from)
    return (await isThatCommit(client, at, request, there)) ? { commit: there } : { conflict: there };
  const commit = await writeCommit(client, at, us, request);
  const { data } = await client.rest.repos.get(at);
  try {
    await mutate(client, MOVE_BRANCH, {
      repository: data.node_id,
      moves: [{ name: `refs/heads/${request.name}`, beforeOid: request.from, afterOid: commit, force: true }],
    });
    return { commit };
  } catch (error) {
    if (!(error instanceof GitHubError) || error.passing) throw error;
    const now = await branchHead(client, at, request.name);
    if (now === commit) return { commit };
    if (now === request.from) throw error;
    return { conflict: now };
  }
}
