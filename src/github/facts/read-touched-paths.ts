import type { Client } from "../create-client.ts";

/** Paths that a pull request touches, under their old and their new names; GitHub lists no more than 3000 files. */
export async function readTouchedPaths(
  client: Client,
  at: { owner: string; repo: string },
  number: number,
): Promise<string[]> {
  const files = await client.paginate(client.rest.pulls.listFiles, {
    ...at,
    pull_number: number,
    per_page: 100,
  });
  return [...new Set(files.flatMap((file) => [file.filename, file.previous_filename ?? file.filename]))];
}
