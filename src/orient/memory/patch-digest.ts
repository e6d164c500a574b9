import { createHash } from "node:crypto";
import type { FilePatch } from "../../contracts/ports/repo-reader.ts";

/**
 * A digest of the lines that a commit adds and removes, wherever in their files they stand: a rebase, a cherry-pick
 * and the revert of a revert leave it as it was (after `git patch-id`, https://git-scm.com/docs/git-patch-id). Null
 * where a patch is missing, or where nothing but white space changed.
 */
export function patchDigest(files: readonly FilePatch[]): string | null {
  const hash = createHash("sha256");
  let lines = 0;
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (file.patch === undefined) {
      // Renamed, or a mode alone: nothing of it is known by lines.
      if (file.additions + file.deletions > 0 || file.status === "added" || file.status === "removed")
        return null;
      continue;
    }
    hash.update(`${file.path}\0`);
    for (const line of file.patch.split("\n")) {
      const text = line.replace(/\s+/g, "");
      if (!/^[+-]./.test(text)) continue;
      hash.update(`${text}\n`);
      lines++;
    }
  }
  return lines > 0 ? hash.digest("hex").slice(0, 32) : null;
}
