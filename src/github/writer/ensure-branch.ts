import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";
import type { Identity } from "../identity.ts";
import { nullWhere } from "../null-where.ts";
import { branchHead } from "./branch-head.ts";
import { commitOnBranch, isPlain } from "./commit-on-branch.ts";
import { isThatCommit } from "./is-that-commit.ts";
import { writeCommit } from "./write-commit.ts";

type BranchRequest = Parameters<RepoWriter["ensureBranch"]>[0];
type Answer = Awaited<ReturnType<RepoWriter["ensureBranch"]>>;
type At = { owner: string; repo: string };

/**
 * The branch at a commit with these changes on `base`. Looks first, and finds by its content what a call that was cut
 * off has left. Plain text takes one request; modes, blobs, and a GitHub that knows no GraphQL for it take three.
 */
export async function ensureBranch(
  client: Client,
  at: At,
  us: Identity,
  request: BranchRequest,
): Promise<Answer> {
  const there = await branchHead(client, at, request.name);
  if (there && there !== request.base) return await judge(client, at, us, request, there);
  const plain = isPlain(request) ? await inOneRequest(client, at, us, request, there !== null) : null;
  if (plain) return plain;
  return there ? await moved(client, at, us, request) : await created(client, at, us, request);
}

/** Null where GitHub refuses it so, and nothing stands in the way of the longer road. */
async function inOneRequest(
  client: Client,
  at: At,
  us: Identity,
  request: BranchRequest,
  there: boolean,
): Promise<Answer | null> {
  try {
    return { commit: await commitOnBranch(client, at, request, there), created: true };
  } catch (error) {
    // Without rights, or none yet, the longer road leads no further.
    if (!(error instanceof GitHubError) || error.passing || error.status === 401) throw error;
    const now = await branchHead(client, at, request.name);
    if (now && now !== request.base) return await judge(client, at, us, request, now);
    return now && !there ? await inOneRequest(client, at, us, request, true) : null;
  }
}

async function created(client: Client, at: At, us: Identity, request: BranchRequest): Promise<Answer> {
  const commit = await writeCommit(client, at, us, request);
  const made = await nullWhere(
    client.rest.git.createRef({ ...at, ref: `refs/heads/${request.name}`, sha: commit }),
    422,
  );
  if (made) return { commit, created: true };
  const winner = await branchHead(client, at, request.name);
  if (!winner)
    throw new Error(`GitHub refuses the branch name ${request.name}; a rule of the repository may forbid it`);
  return winner === commit ? { commit, created: false } : { conflict: winner };
}

/** The branch was left at its base; the commit follows it, so that nothing that somebody put there is lost. */
async function moved(client: Client, at: At, us: Identity, request: BranchRequest): Promise<Answer> {
  const commit = await writeCommit(client, at, us, request);
  const done = await nullWhere(
    client.rest.git.updateRef({ ...at, ref: `heads/${request.name}`, sha: commit, force: false }),
    422,
  );
  if (done) return { commit, created: true };
  const now = await branchHead(client, at, request.name);
  return now === commit ? { commit, created: false } : { conflict: now ?? commit };
}

async function judge(
  client: Client,
  at: At,
  us: Identity,
  request: BranchRequest,
  there: Sha,
): Promise<Answer> {
  // Where GitHub does not list the whole tree, the commit is made once more: the same, if it is ours.
  const ours =
    (await isThatCommit(client, at, request, there)) ??
    (await writeCommit(client, at, us, request)) === there;
  return ours ? { commit: there, created: false } : { conflict: there };
}
