import type { FilePatch } from "../../contracts/ports/repo-reader.ts";
import type { Client } from "../create-client.ts";

/** What a pull request changes since it left its base; GitHub lists no more than 3000 files. */
export async function readChangedFiles(
  client: Client,
  at: { owner: string; repo: string },
  number: number,
): Promise<FilePatch[]> {
  const files = await client.paginate(client.rest.pulls.listFiles, {
    ...at,
    pull_number: number,
    per_page: 100,
  });
  return files.map(({ filename, status, previous_filename, additions, deletions, patch }) => ({
    path: filename,
    status,
    ...(previous_filename === undefined ? {} : { previousPath: previous_filename }),
    additions,
    deletions,
    ...(patch === undefined ? {} : { patch }),
  }));
}
