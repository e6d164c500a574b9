import type { Signature } from "./failure-log.ts";
import type { Occurrence } from "./occurrence-list.ts";
import { steadyPath } from "./steady-path.ts";

interface Group {
  signature: Signature;
  occurrences: Occurrence[];
}

/**
 * A new revision moves lines, and what it always failed with would look new: signatures of the same type, message,
 * file and function that differ in the line alone, and were never seen on one and the same revision, are one. The
 * latest frames stand for it, since links go to the revision that fails now.
 */
export function mergeMoved(groups: readonly Group[]): Group[] {
  const merged: Group[] = [];
  for (const group of [...groups].sort((a, b) => lastOf(a) - lastOf(b))) {
    const twin = merged.findIndex((other) => placeOf(other) === placeOf(group) && disjoint(other, group));
    if (twin < 0 || placeOf(group) === null) merged.push(group);
    else {
      const other = merged[twin] as Group;
      merged[twin] = {
        signature: group.signature,
        occurrences: [...other.occurrences, ...group.occurrences],
      };
    }
  }
  return merged;
}

/** Null where the function is not known: without it another line is another place. */
function placeOf({ signature: { type, template, frames } }: Group): string | null {
  const frame = frames.find((one) => one.inApp);
  return frame?.function ? `${type}\0${template}\0${steadyPath(frame.path)}\0${frame.function}` : null;
}

function disjoint(a: Group, b: Group): boolean {
  const revisions = new Set(a.occurrences.map((one) => one.revision));
  return (
    !revisions.has("") && b.occurrences.every((one) => one.revision !== "" && !revisions.has(one.revision))
  );
}

const lastOf = ({ occurrences }: Group) => occurrences.reduce((last, one) => Math.max(last, one.atMs), 0);
