import { mergeDiff3 } from "node-diff3";
import type { ChangeSet } from "../../contracts/change-set.ts";

/**
 * Whether a branch that holds `written`, merged into today's head, gives exactly what `fresh`, the same
 * remedy planned anew on today's head, would give. The branch moved under a pull request; where this
 * holds, what will be merged is still what was judged, and where not, nothing is merged.
 *
 * Compares by the three-way merge that GitHub does: base the file that the branch began from, ours
 * today's file, theirs the branch's.
 */
export function mergesAsPlanned(written: ChangeSet, fresh: ChangeSet): boolean {
  if (written.files.length !== fresh.files.length) return false;
  return written.files.every((was) => {
    const is = fresh.files.find((file) => file.path === was.path);
    if (!is || is.mode !== was.mode) return false;
    if (was.before?.blob === is.before?.blob && was.before?.content === is.before?.content)
      return was.after?.content === is.after?.content && was.after?.blob === is.after?.blob;
    // What is no text cannot be merged.
    if (was.after?.blob !== undefined || is.after?.blob !== undefined) return false;
    // A file that appeared, vanished or is to be deleted is compared whole, never merged by lines.
    if (!was.before || !was.after || !is.before || !is.after) return false;
    const merged = mergeDiff3(lines(is.before.content), lines(was.before.content), lines(was.after.content));
    return !merged.conflict && merged.result.join("\n") === is.after.content;
  });
}

const lines = (text: string) => text.split("\n");
