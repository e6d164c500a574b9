import type { Git } from "./git.ts";
import type { TreeEntry } from "./objects.ts";

/**
 * A tree with one path put (or, with null, taken out); folders appear and disappear as needed. Answers the new
 * root's name; `root` null is the empty tree.
 */
export async function replaceInTree(
  git: Git,
  root: string | null,
  path: string,
  entry: { mode: string; sha: string } | null,
): Promise<string> {
  return (await replace(git, root, path.split("/"), entry)) ?? git.writeTree([]);
}

async function replace(
  git: Git,
  tree: string | null,
  parts: string[],
  entry: { mode: string; sha: string } | null,
): Promise<string | null> {
  const entries: TreeEntry[] = tree === null ? [] : ((await git.tree(tree)) ?? []);
  const [name, ...rest] = parts as [string, ...string[]];
  const there = entries.find((one) => one.path === name);
  const others = entries.filter((one) => one.path !== name);
  if (rest.length === 0) {
    if (entry) others.push({ mode: entry.mode, path: name, sha: entry.sha });
  } else {
    const folder = there?.mode === "040000" ? there.sha : null;
    if (folder === null && entry === null) return tree;
    const inner = await replace(git, folder, rest, entry);
    if (inner !== null) others.push({ mode: "040000", path: name, sha: inner });
  }
  return others.length === 0 ? null : git.writeTree(others);
}
