import type { Commit, FilePatch } from "../../contracts/ports/repo-reader.ts";
import type { Client } from "../create-client.ts";
import { nextPage } from "../next-page.ts";
import { nullWhere } from "../null-where.ts";
import { toCommit } from "./to-commit.ts";

/** GitHub lists at most 3,000 files of a commit, 300 a page. */
const MOST_PAGES = 10;

/** A commit with its files and patches, by full or abbreviated SHA or branch; null where there is none. */
export async function readCommit(
  client: Client,
  at: { owner: string; repo: string },
  ref: string,
): Promise<Commit | null> {
  const files: FilePatch[] = [];
  let commit: Commit | null = null;
  for (let page: number | null = 1; page !== null && page <= MOST_PAGES; ) {
    // 422 is GitHub's answer to a SHA that is well formed and unknown, 409 an empty repository's.
    const answer = await nullWhere(client.rest.repos.getCommit({ ...at, ref, page }), 404, 409, 422);
    if (!answer) return null;
    commit ??= toCommit(answer.data);
    for (const file of answer.data.files ?? []) {
      files.push({
        path: file.filename,
        status: file.status,
        ...(file.previous_filename ? { previousPath: file.previous_filename } : {}),
        additions: file.additions,
        deletions: file.deletions,
        ...(file.patch === undefined ? {} : { patch: file.patch }),
      });
    }
    page = nextPage(answer.headers.link);
  }
  return commit && { ...commit, files };
}
