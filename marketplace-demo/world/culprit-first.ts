import type { Fault } from "./fault-catalogue.ts";

/**
 * The same fault with its culprit's commit going out first, and the innocent ones behind it: a person who presses a button
 * waits for the incident, not for decoys.
 */
export function culpritFirst(fault: Fault): Fault {
  const fixed = fault.commits.map((commit) => ({ ...commit, order: "fixed" as const }));
  const at = fixed.findIndex(({ culprit }) => culprit);
  if (at < 0) return fault;
  // Commits that are not free to move may be what the culprit is built upon.
  const needed = fault.commits.map(({ order }, index) => index <= at && (order === "fixed" || index === at));
  return {
    ...fault,
    commits: [...fixed.filter((_, index) => needed[index]), ...fixed.filter((_, index) => !needed[index])],
  };
}
