/** Minutes of which half is forgotten. */
const HALF_LIFE_MINUTES = 1_440;
/** As if so many bad requests had been seen, as far apart or as close as `prior` says. */
const PRIOR = 10;

/** What is remembered of how bad requests come, in clusters or by chance. Plain numbers, so that it can be copied. */
export interface Dispersion {
  minute: number;
  total: number;
  hits: number;
  /** Squared distances of the minutes' bad requests from what was expected of them, and the bad requests, both faded. */
  squares: number;
  past: number;
}

export const noDispersion = (): Dispersion => ({
  minute: Number.NEGATIVE_INFINITY,
  total: 0,
  hits: 0,
  squares: 0,
  past: 0,
});

/** Counts a second; closes the minute before it. @param share what share of requests is bad on the average; null while nobody knows, and nothing is learnt. */
export function addToDispersion(
  to: Dispersion,
  second: number,
  total: number,
  hits: number,
  share: number | null,
): void {
  const minute = Math.floor(second / 60);
  if (minute > to.minute) closeMinute(to, minute, share);
  to.total += total;
  to.hits += hits;
}

/**
 * How much more the bad requests of a minute vary than chance alone would have it, never below 1: the Pearson estimate
 * of quasi-likelihood (Wedderburn, Biometrika 61, 1974), pooled over minutes. Evidence is divided by it. One outage must
 * not make a service unwatchable, so a single minute counts for no more than a good cluster does.
 *
 * @param prior what to believe where few bad requests were seen.
 */
export function dispersionOf(from: Dispersion, prior = 1): number {
  return Math.max(1, (from.squares + PRIOR * prior) / (from.past + PRIOR));
}

function closeMinute(to: Dispersion, minute: number, share: number | null): void {
  const expected = to.total * (share ?? 0);
  // Only what lies above: where the share is overrated, minutes without any would look as if they were far off. Where
  // many are expected that is one half of all minutes, where few are it is all that tell.
  const off = Math.min(Math.max(0, to.hits - expected), 10 + 4 * Math.sqrt(expected));
  const sides = 1 + Math.min(1, expected);
  const keep = to.minute === Number.NEGATIVE_INFINITY ? 1 : 0.5 ** ((minute - to.minute) / HALF_LIFE_MINUTES);
  to.squares = (to.squares + (share === null ? 0 : sides * off * off)) * keep;
  to.past = (to.past + (share === null ? 0 : to.hits)) * keep;
  to.minute = minute;
  to.total = 0;
  to.hits = 0;
}
