import type { Incident } from "../contracts/incident.ts";

/** Whether a branch that was merged may still be there. */
export function hasLeftovers({ outcome, attempts }: Incident): boolean {
  const all = [outcome, ...attempts.flatMap(({ outcome, rollback }) => [outcome, rollback ?? {}])];
  return all.some(({ merge, branch }) => merge !== undefined && branch !== undefined && !branch.deleted);
}
