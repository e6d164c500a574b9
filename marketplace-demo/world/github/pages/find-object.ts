import type { GitObject } from "../git/cat-file.ts";
import type { Git } from "../git/git.ts";
import type { TreeEntry } from "../git/objects.ts";

/** The file or directory of a commit, walked entry by entry, so that no name means anything to git. */
export async function findObject(
  git: Git,
  commit: string,
  path: string,
): Promise<{ object: GitObject; mode: string } | null> {
  let entry: Pick<TreeEntry, "sha" | "mode"> = { sha: `${commit}^{tree}`, mode: "040000" };
  for (const name of path === "" ? [] : path.split("/")) {
    const next = (await git.tree(entry.sha))?.find((one) => one.path === name);
    if (!next) return null;
    entry = next;
  }
  const object = await git.object(entry.sha);
  return object && { object, mode: entry.mode };
}
