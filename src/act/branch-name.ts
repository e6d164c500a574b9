/**
 * With the issue's number, so that a recurrence of the same fingerprint is a branch of its own; a second try and what
 * takes a merge back have their own, too.
 *
 * @param of `attempt`: changes that were merged before for the incident, the one that is taken back among them
 */
export function branchName(of: {
  fingerprint: string;
  issue: number;
  attempt: number;
  rollback: boolean;
}): string {
  const nth = of.rollback ? of.attempt : of.attempt + 1;
  return `sre-space/${of.fingerprint}-${of.issue}${nth > 1 ? `-${nth}` : ""}${of.rollback ? "-rollback" : ""}`;
}
