import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { nullWhere } from "../null-where.ts";
import { isThatCommit } from "./is-that-commit.ts";

type BranchRequest = Parameters<RepoWriter["ensureBranch"]>[0];

/**
 * The branch at a commit with these changes on `base`. Author, committer and date are given, so that the
 * same call makes the same SHA, whoever repeats it; the price is that GitHub signs no such commit. Where it must be
 * signed they are left to GitHub, which signs what an App commits in its own name
 * (https://docs.github.com/authentication/managing-commit-signature-verification/about-commit-signature-verification#signature-verification-for-bots).
 */
export async function ensureBranch(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  request: BranchRequest,
): Promise<{ commit: Sha; created: boolean } | { conflict: Sha }> {
  const there = await branchHead(client, at, request.name);
  if (there) return await judge(client, at, us, request, there);
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

async function branchHead(
  client: Client,
  at: { owner: string; repo: string },
  name: string,
): Promise<Sha | null> {
  const ref = await nullWhere(client.rest.git.getRef({ ...at, ref: `heads/${name}` }), 404);
  return ref?.data.object.sha ?? null;
}

async function judge(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  request: BranchRequest,
  there: Sha,
) {
  // Where GitHub does not list the whole tree, the commit is made once more: the same, if it is ours.
  const ours =
    (await isThatCommit(client, at, us, request, there)) ??
    (await writeCommit(client, at, us, request)) === there;
  return ours ? { commit: there, created: false } : { conflict: there };
}

async function writeCommit(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  request: BranchRequest,
): Promise<Sha> {
  const base = await client.rest.git.getCommit({ ...at, commit_sha: request.base });
  const tree = await client.rest.git.createTree({
    ...at,
    base_tree: base.data.tree.sha,
    tree: request.files.map(({ path, mode, after }) => ({
      path,
      mode,
      type: "blob" as const,
      // What is no text stands in the repository already, under its own name.
      ...(after && after.blob === undefined ? { content: after.content } : { sha: after?.blob ?? null }),
    })),
  });
  const author = { name: us.login, email: us.email, date: request.date };
  const commit = await client.rest.git.createCommit({
    ...at,
    message: request.message,
    tree: tree.data.sha,
    parents: [request.base],
    ...(request.signed ? {} : { author, committer: author }),
  });
  return commit.data.sha;
}
