import type { Sha } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";

/** The default branch's name and head. Throws `GitHubError` for an empty repository. */
export async function readDefaultBranch(
  client: Client,
  at: { owner: string; repo: string },
): Promise<{ name: string; sha: Sha }> {
  const { data } = await client.rest.repos.get(at);
  const ref = await client.rest.git.getRef({ ...at, ref: `heads/${data.default_branch}` });
  return { name: data.default_branch, sha: ref.data.object.sha };
}
