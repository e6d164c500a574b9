import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

/** GitHub's own account, which commits what is merged or edited on its pages. */
const WEB = "web-flow";

/**
 * Who wrote a commit: its author and its committer, as logins, and whoever opened a pull request that brought it, since
 * the address in a commit is anybody's word. Null where GitHub knows no account for one of them (the
 * address of the commit is nobody's), or no such commit.
 */
export async function readAuthors(
  client: Client,
  at: { owner: string; repo: string },
  sha: string,
): Promise<string[] | null> {
  const [answer, pulls] = await Promise.all([
    nullWhere(client.rest.repos.getCommit({ ...at, ref: sha, per_page: 1 }), 404, 409, 422),
    nullWhere(
      client.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: sha, per_page: 100 }),
      404,
      409,
      422,
    ),
  ]);
  if (!answer || !pulls) return null;
  const logins = [answer.data.author, answer.data.committer].map((one) => one && "login" in one && one.login);
  if (!logins.every((login) => typeof login === "string")) return null;
  const openers = pulls.data.flatMap(({ user, merged_at }) => (merged_at && user ? [user.login] : []));
  return [...new Set([...logins, ...openers])].filter((login) => login !== WEB);
}
