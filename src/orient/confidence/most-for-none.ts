import { boundedSums, type Contender, utilityOf, wordFor } from "../judgement.ts";
import { WEIGHTS } from "../weights.ts";

/** From here on what is seen speaks for the cause too. */
const SEEN = 1;

/**
 * The most that "no commit did it" may be believed: an event that somebody wrote down near the onset is one kind of fact, and
 * alone carries nobody over the bar, as with commits. People turn flags and restart things all day, and the sets of which it
 * was never wrong are those whose authors wrote down no event that did nothing.
 */
export function mostForNone(contenders: readonly Contender[]): number {
  const [best] = contenders
    .filter(({ suspect }) => suspect === null)
    .toSorted((a, b) => utilityOf(b) - utilityOf(a));
  const told = best ? (boundedSums(best.findings).get("told") ?? 0) : 0;
  return best && told > 0 && wordFor(best) - told < SEEN ? WEIGHTS.most.alone : WEIGHTS.certainty;
}
