import type { Commit } from "../../contracts/ports/repo-reader.ts";
import type { Client } from "../create-client.ts";
import { nextPage } from "../next-page.ts";
import { nullWhere } from "../null-where.ts";
import { toCommit } from "./to-commit.ts";

const MOST_COMMITS = 250;

/**
 * Commits reachable from `head` and not from `base`, oldest first, at most 250; null where either is
 * unknown or they share no history (https://docs.github.com/rest/commits/commits#compare-two-commits).
 */
export async function commitsBetween(
  client: Client,
  at: { owner: string; repo: string },
  base: string,
  head: string,
): Promise<Commit[] | null> {
  const commits: Commit[] = [];
  for (let page: number | null = 1; page !== null && commits.length < MOST_COMMITS; ) {
    const answer = await nullWhere(
      client.rest.repos.compareCommitsWithBasehead({
        ...at,
        basehead: `${base}...${head}`,
        per_page: 100,
        page,
      }),
      404,
      422,
    );
    if (!answer) return null;
    commits.push(...answer.data.commits.map(toCommit));
    page = nextPage(answer.headers.link);
  }
  return commits.slice(0, MOST_COMMITS);
}
