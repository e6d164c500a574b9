import type { Hypothesis } from "../../contracts/diagnosis.ts";
import type { Recollection } from "../../contracts/ports/memory.ts";

/** From here on a suspect is of the same kind in the same place as the one that is remembered. */
export const SAME_KIND = 0.8;

/** Classes that say nothing of a change: two of them are not alike for it. */
const VAGUE = /^(?:other code changed|nothing that runs|)$/;

/**
 * How much a suspect is like the one that is remembered, 0 to 1. A past culprit stands for a kind of change, which is
 * its class and its place; it is itself again by its SHA, or by its very lines.
 *
 * @param patch digest of the suspect's lines; null where they are not known
 */
export function likeness(suspect: Hypothesis, patch: string | null, past: Recollection): number {
  if (suspect.suspect === null || past.suspect === null) return 0;
  if (suspect.suspect === past.suspect || (patch !== null && patch === past.patch)) return 1;
  const sameClass = suspect.mechanism === past.mechanism && !VAGUE.test(past.mechanism);
  const samePlace = suspect.commit?.files.some((path) => past.files.includes(path)) === true;
  if (samePlace) return sameClass ? SAME_KIND : 0.3;
  return sameClass ? 0.4 : 0;
}
