import type { RepoWriter } from "../../contracts/ports/repo-writer.ts";
import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import { gitBlobId } from "../git-blob-id.ts";

type BranchRequest = Parameters<RepoWriter["ensureBranch"]>[0];

/**
 * Whether a commit is the one that this request would make, found out by reading alone: same parent and message, and a
 * tree that is the base's with exactly these files changed. Who made it, and when, GitHub says of what it signs, and a
 * personal token's owner is named there as they like. Null where GitHub does not list the whole tree, so that reading
 * cannot tell.
 */
export async function isThatCommit(
  client: Client,
  at: { owner: string; repo: string },
  request: BranchRequest,
  sha: Sha,
): Promise<boolean | null> {
  const { data } = await client.rest.git.getCommit({ ...at, commit_sha: sha });
  const told =
    data.parents.length === 1 &&
    data.parents[0]?.sha === request.base &&
    data.message.trimEnd() === request.message.trimEnd();
  if (!told) return false;
  const [base, there] = await Promise.all([entries(client, at, request.base), entries(client, at, sha)]);
  if (!base || !there) return null;
  for (const { path, mode, after } of request.files) {
    if (after) base.set(path, `${mode} ${after.blob ?? gitBlobId(after.content, sha)}`);
    else base.delete(path);
  }
  return base.size === there.size && [...base].every(([path, entry]) => there.get(path) === entry);
}

async function entries(
  client: Client,
  at: { owner: string; repo: string },
  sha: Sha,
): Promise<Map<string, string> | null> {
  const { data } = await client.rest.git.getTree({ ...at, tree_sha: sha, recursive: "true" });
  if (data.truncated) return null;
  return new Map(
    data.tree.filter((one) => one.type !== "tree").map((one) => [one.path, `${one.mode} ${one.sha}`]),
  );
}
