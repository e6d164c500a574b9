import type { CaseFile } from "./case-file.ts";
import { containment, firstParentChain } from "./history.ts";
import { timelineOf, turningPoint } from "./timeline.ts";

/**
 * How many changes went live between the last healthy and the first failing revision without having been
 * read: too many, or gone from the repository. Whatever fits best among the others, it may be one of these.
 */
export function unreadInStep(file: CaseFile): number {
  const { healthy, failing } = turningPoint(timelineOf(file.anomaly.service, file));
  if (!healthy?.sha || !failing?.sha) return 0;
  const contains = containment(file.history);
  const before = healthy.sha;
  const read = new Set(file.candidates.map((candidate) => candidate.sha));
  return [...firstParentChain(file.history, [failing.sha])].filter(
    (sha) => !contains(before, sha) && !read.has(sha),
  ).length;
}
