import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

type BranchRequest = Parameters<RepoWriter["ensureBranch"]>[0];

/**
 * A commit that no branch points to yet, of trees and blobs. Author, committer and date are given, so that the same call
 * makes the same SHA; where it must be signed they are left to GitHub, which signs what an App commits in its own name
 * (https://docs.github.com/authentication/managing-commit-signature-verification/about-commit-signature-verification#signature-verification-for-bots).
 */
export async function writeCommit(
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
      ...(after === null ? { sha: null } : after.blob ? { sha: after.blob } : { content: after.content }),
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
