import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";

export interface TreeEntry {
  path: string;
  mode: string;
  type: string;
  sha: string;
}

/**
 * The entry of a path in the tree of a commit, or null. The whole tree is asked for, which the client
 * remembers; only where GitHub cuts it short (100,000 entries, 7 MB) is it walked folder by folder.
 */
export async function findEntry(
  client: Client,
  at: { owner: string; repo: string },
  path: string,
  ref: string,
): Promise<TreeEntry | null> {
  const whole = await nullWhere(
    client.rest.git.getTree({ ...at, tree_sha: ref, recursive: "true" }),
    404,
    409,
    422,
  );
  if (!whole) return null;
  const found = whole.data.tree.find((entry) => entry.path === path);
  if (found || !whole.data.truncated) return found ?? null;
  let tree = ref;
  let entry: TreeEntry | null = null;
  for (const segment of path.split("/")) {
    if (entry && entry.type !== "tree") return null;
    const { data } = await client.rest.git.getTree({ ...at, tree_sha: tree });
    entry = data.tree.find((one) => one.path === segment) ?? null;
    if (!entry) return null;
    tree = entry.sha;
  }
  return entry && { ...entry, path };
}
