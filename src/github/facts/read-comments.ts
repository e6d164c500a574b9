import type { Comment } from "../../contracts/ports/repo-facts.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

const PAGE = 100;
/** In a day of which more is written, what stands further back is left aside. */
const MOST_PAGES = 5;

/**
 * Comments of a repository's issues and pull requests, by when they were last written
 * (https://docs.github.com/rest/issues/comments#list-issue-comments-for-a-repository).
 */
export async function readComments(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  since: string,
  beginning: string,
): Promise<Comment[]> {
  const found: Comment[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { data } = await client.rest.issues.listCommentsForRepo({
      ...at,
      since,
      sort: "created",
      direction: "desc",
      per_page: PAGE,
      page,
    });
    for (const one of data) {
      const body = one.body ?? "";
      if (!body.startsWith(beginning)) continue;
      found.push({
        id: one.id,
        issue: Number(one.issue_url.slice(one.issue_url.lastIndexOf("/") + 1)),
        body,
        createdAt: new Date(one.created_at).toISOString(),
        edited: one.updated_at !== one.created_at,
        author: one.user && { login: one.user.login, type: one.user.type },
        byApp: (one.performed_via_github_app ?? null) !== null,
        answered: one.reactions?.total_count === 0 ? false : await isAnswered(client, at, us, one.id),
      });
    }
    if (data.length < PAGE) break;
  }
  return found.toSorted((a, b) => a.id - b.id);
}

async function isAnswered(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  comment: number,
): Promise<boolean> {
  const reactions = await client.paginate(client.rest.reactions.listForIssueComment, {
    ...at,
    comment_id: comment,
    per_page: PAGE,
  });
  return reactions.some(({ user }) => user?.login === us.login);
}
