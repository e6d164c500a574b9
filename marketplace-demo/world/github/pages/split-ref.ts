import type { Git } from "../git/git.ts";

export type Place = { ref: string; sha: string; path: string };

/**
 * Splits `REF/PATH` where both may hold slashes: a branch or tag that is there wins over a commit's name, and git
 * knows no branch inside another's name. Null where nothing of the kind exists.
 */
export async function splitRef(git: Git, text: string): Promise<Place | null> {
  const parts = text.split("/");
  const at = (count: number, sha: string) => ({
    ref: parts.slice(0, count).join("/"),
    sha,
    path: parts.slice(count).join("/").replace(/\/+$/, ""),
  });
  for (let count = 1; count <= parts.length; count++) {
    const name = parts.slice(0, count).join("/");
    const known = (await git.ref(`refs/heads/${name}`)) ?? (await git.ref(`refs/tags/${name}`));
    const sha = known && (await git.resolve(name));
    if (sha) return at(count, sha);
  }
  const sha = await git.resolve(parts[0] ?? "");
  return sha ? at(1, sha) : null;
}
