import type { Client } from "../create-client.ts";
import { findEntry } from "../reader/find-entry.ts";

/** Those of the paths whose content or mode differs between two commits. */
export async function readMovedPaths(
  client: Client,
  at: { owner: string; repo: string },
  { base, head, paths }: { base: string; head: string; paths: readonly string[] },
): Promise<string[]> {
  if (base === head) return [];
  const moved: string[] = [];
  for (const path of paths) {
    const before = await findEntry(client, at, path, base);
    const after = await findEntry(client, at, path, head);
    if (before?.sha !== after?.sha || before?.mode !== after?.mode) moved.push(path);
  }
  return moved;
}
