/** By which the first ranks are kept from outweighing everything (Cormack, Clarke and Büttcher, 2009). */
const K = 60;

/**
 * Several rankings of the same things as one: reciprocal rank fusion
 * (https://plg.uwaterloo.ca/~gvcormac/cormacksigir09-rrf.pdf), which needs no scores that could be compared. The best
 * first; among equals by name.
 */
export function fuseRanks(rankings: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings)
    for (const [rank, id] of ranking.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (K + rank + 1));
  return [...scores].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
}
