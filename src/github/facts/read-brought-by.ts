import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

/**
 * The merged pull request that brought a commit into its base, by GitHub's own record, whatever the commit says of itself:
 * https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit. Null where none did, or several.
 */
export async function readBroughtBy(
  client: Client,
  at: { owner: string; repo: string },
  sha: string,
): Promise<number | null> {
  const pulls = await nullWhere(
    client.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: sha, per_page: 100 }),
    404,
    409,
    422,
  );
  const merged = pulls?.data.filter(({ merged_at }) => merged_at !== null) ?? [];
  return merged.length === 1 ? (merged[0]?.number ?? null) : null;
}
