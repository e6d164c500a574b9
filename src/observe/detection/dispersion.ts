/** Minutes of which half is forgotten. */
const HALF_LIFE_MINUTES = 1_440;
/** As if so many bad requests had been seen, as far apart or as close as `prior` says. */
const PRIOR = 10;
/** What belongs together comes within so many seconds. */
const BLOCK_SECONDS = 10;
const MINUTE = 60;
/** A second in which at least half of so many requests are bad is an outage. */
const OUTAGE = { requests: 10, share: 0.5 };

/** What is remembered of how bad requests come, in clusters or by chance. Plain numbers, so that it can be copied. */
export interface Dispersion {
  minute: number;
  total: number;
  hits: number;
  /** Squared distances of the minutes' bad requests from what was expected of them, and the bad requests, both faded. */
  squares: number;
  past: number;
  /** The same of the blocks of a minute, against what that minute's own bad requests let expect of each. */
  blockSquares: number;
  blockPast: number;
  /** The block that is under way, and sums over those of this minute that are over. */
  block: number;
  blockTotal: number;
  blockHits: number;
  hitsByHits: number;
  hitsByTotal: number;
  totalByTotal: number;
  hadOutage: boolean;
}

export const noDispersion = (): Dispersion => ({
  minute: Number.NEGATIVE_INFINITY,
  total: 0,
  hits: 0,
  squares: 0,
  past: 0,
  blockSquares: 0,
  blockPast: 0,
  block: Number.NEGATIVE_INFINITY,
  blockTotal: 0,
  blockHits: 0,
  hitsByHits: 0,
  hitsByTotal: 0,
  totalByTotal: 0,
  hadOutage: false,
});

/** Counts a second; closes the minute before it. @param share what share of requests is bad on the average; null while nobody knows, and nothing is learnt. */
export function addToDispersion(
  to: Dispersion,
  second: number,
  total: number,
  hits: number,
  share: number | null,
): void {
  const block = Math.floor(second / BLOCK_SECONDS);
  if (block > to.block) closeBlock(to, block);
  const minute = Math.floor(second / MINUTE);
  if (minute > to.minute) closeMinute(to, minute, share);
  to.total += total;
  to.hits += hits;
  to.blockTotal += total;
  to.blockHits += hits;
  if (total >= OUTAGE.requests && hits >= OUTAGE.share * total) to.hadOutage = true;
}

/**
 * How much more the bad requests of a minute vary than chance alone would have it, never below 1: the Pearson estimate
 * of quasi-likelihood (Wedderburn, Biometrika 61, 1974), pooled over minutes. Evidence is divided by it. One outage must
 * not make a service unwatchable: a minute with a second in which most requests were bad, such as a restart, says nothing of
 * clusters (those are kept apart by `outsideBurst`), and no minute counts for more than a good cluster does.
 *
 * @param prior what to believe where few bad requests were seen.
 */
export function dispersionOf(from: Dispersion, prior = 1): number {
  return Math.max(1, (from.squares + PRIOR * prior) / (from.past + PRIOR));
}

/**
 * The same for a window of so many seconds, of a share that wanders. What comes together within seconds, clusters, varies
 * as much in a window of any length. What wanders from minute to minute adds in proportion to what is expected of the
 * window, as the variance of a mixture does (McCullagh and Nelder, Generalized Linear Models, 1989, §6.2.3): a busy
 * service whose minutes vary by seven times as much as chance has it shows next to nothing of it in five seconds.
 */
export function dispersionWithin(from: Dispersion, seconds: number, prior = 1): number {
  const minutes = dispersionOf(from, prior);
  const blocks = Math.max(1, (from.blockSquares + PRIOR * prior) / (from.blockPast + PRIOR));
  return blocks >= minutes ? minutes : blocks + (minutes - blocks) * Math.min(1, seconds / MINUTE);
}

function closeBlock(to: Dispersion, block: number): void {
  to.hitsByHits += to.blockHits * to.blockHits;
  to.hitsByTotal += to.blockHits * to.blockTotal;
  to.totalByTotal += to.blockTotal * to.blockTotal;
  to.block = block;
  to.blockTotal = 0;
  to.blockHits = 0;
}

function closeMinute(to: Dispersion, minute: number, share: number | null): void {
  const { total, hits } = to;
  const expected = total * (share ?? 0);
  const most = 10 + 4 * Math.sqrt(expected);
  // Only what lies above: where the share is overrated, minutes without any would look as if they were far off. Where
  // many are expected that is one half of all minutes, where few are it is all that tell.
  const off = Math.min(Math.max(0, hits - expected), most);
  const sides = 1 + Math.min(1, expected);
  const keep = to.minute === Number.NEGATIVE_INFINITY ? 1 : 0.5 ** ((minute - to.minute) / HALF_LIFE_MINUTES);
  const tells = share !== null && !to.hadOutage;
  to.squares = (to.squares + (tells ? sides * off * off : 0)) * keep;
  to.past = (to.past + (tells ? hits : 0)) * keep;
  if (tells && hits > 0 && hits < total) {
    // Bad requests that fall on a minute's requests by chance: hypergeometric for each block.
    const level = hits / total;
    const squares = to.hitsByHits - 2 * level * to.hitsByTotal + level * level * to.totalByTotal;
    to.blockSquares += Math.min(squares, most * most);
    to.blockPast += ((hits * (total - hits)) / (total - 1)) * (1 - to.totalByTotal / (total * total));
  }
  to.blockSquares *= keep;
  to.blockPast *= keep;
  to.minute = minute;
  to.total = 0;
  to.hits = 0;
  to.hitsByHits = 0;
  to.hitsByTotal = 0;
  to.totalByTotal = 0;
  to.hadOutage = false;
}
