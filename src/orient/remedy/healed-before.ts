import type { Diagnosis, Remedy } from "../../contracts/diagnosis.ts";

/**
 * What healed the same failure before and was left alone since; null where nothing did, or where it also failed to once.
 */
export function healedBefore({ seenBefore = [] }: Diagnosis): NonNullable<Remedy["past"]> | null {
  const tried = seenBefore.filter(({ merge }) => merge !== undefined);
  if (tried.some(({ ending, person }) => ending !== "healed" || person !== null)) return null;
  const [past] = tried;
  return past?.merge ? { merge: past.merge, issue: past.issue, pullRequest: past.pullRequest } : null;
}
