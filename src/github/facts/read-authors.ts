import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

/** GitHub's own account, which commits what is merged or edited on its pages. */
const WEB = "web-flow";

/**
 * Who wrote a commit: its author and its committer, as logins. Null where GitHub knows no account for one of them (the
 * address of the commit is nobody's), or no such commit.
 */
export async function readAuthors(
  client: Client,
  at: { owner: string; repo: string },
  sha: string,
): Promise<string[] | null> {
  const answer = await nullWhere(
    client.rest.repos.getCommit({ ...at, ref: sha, per_page: 1 }),
    404,
    409,
    422,
  );
  if (!answer) return null;
  const logins = [answer.data.author, answer.data.committer].map((one) => one && "login" in one && one.login);
  if (!logins.every((login) => typeof login === "string")) return null;
  return [...new Set(logins)].filter((login) => login !== WEB);
}
