import { boundedSums, type Contender, utilityOf, wordFor } from "../judgement.ts";
import { WEIGHTS } from "../weights.ts";
import { exposureOf, LIVE, stands } from "./standing.ts";

/** From here on what is seen speaks for the cause too. */
const SEEN = 1;

/**
 * The most that "no commit did it" may be believed: one kind of fact alone carries nobody over the bar, as with commits, where a
 * change went live as it began: a name that is not found may be one that nobody asked for before. An event that somebody wrote
 * down near the onset never does alone. People turn flags and restart things all day, and the sets of which it was never wrong
 * are those whose authors wrote down no event that did nothing.
 */
export function mostForNone(contenders: readonly Contender[]): number {
  const [best] = contenders
    .filter(({ suspect }) => suspect === null)
    .toSorted((a, b) => utilityOf(b) - utilityOf(a));
  if (!best) return WEIGHTS.certainty;
  const sums = boundedSums(best.findings);
  const told = sums.get("told") ?? 0;
  if (told > 0 && wordFor(best) - told < SEEN) return WEIGHTS.most.alone;
  const kinds = [...sums].filter(([family, weight]) => family !== "prior" && weight >= SEEN).length;
  const live = contenders.some(
    (one) => one.suspect !== null && stands(one) && exposureOf(one) >= LIVE && !isIdle(one),
  );
  return kinds < 2 && live ? WEIGHTS.most.alone : WEIGHTS.certainty;
}

/** What never runs went live with nothing. */
const isIdle = ({ mechanism }: Contender): boolean => mechanism === "nothing that runs";
