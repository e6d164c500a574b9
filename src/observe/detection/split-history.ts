import type { Tally } from "../tally.ts";

/** Two log-likelihood units: splits that explain the history as well as this are not ruled out (95%, Wilks). */
const WITHIN = 2;

export interface Split {
  /** Index of the first part after the change. */
  at: number;
  earliest: number;
  latest: number;
  before: Tally;
  after: Tally;
  /** How much more the parts vary than chance would have it; never below 1. */
  spread: number;
}

/**
 * The one moment that divides a history best into two shares of bad requests, the later the greater: the
 * maximum-likelihood change point of a binomial series (Hinkley, Biometrika 57, 1970), with all the moments that explain
 * it nearly as well. Likelihoods are divided by Pearson's dispersion of the parts, because failures come in clusters.
 * The first part stands for "it was so all along": then `before` is empty.
 */
export function splitHistory(parts: readonly Tally[]): Split {
  const whole = add(parts);
  const gains = [0];
  let before: Tally = { total: 0, hits: 0 };
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i - 1] as Tally;
    before = { total: before.total + part.total, hits: before.hits + part.hits };
    const after = { total: whole.total - before.total, hits: whole.hits - before.hits };
    const rises = share(after) > share(before);
    gains.push(rises ? likelihood(before) + likelihood(after) - likelihood(whole) : 0);
  }
  const at = gains.indexOf(Math.max(...gains));
  const spread = spreadOf(parts, at);
  const enough = (gain: number) => gain >= (gains[at] as number) - WITHIN * spread;
  return {
    at,
    earliest: gains.findIndex(enough),
    latest: gains.findLastIndex(enough),
    before: add(parts.slice(0, at)),
    after: add(parts.slice(at)),
    spread,
  };
}

/** Pearson's estimate of overdispersion (Wedderburn, Biometrika 61, 1974), each part against its side's share. */
function spreadOf(parts: readonly Tally[], at: number): number {
  let squares = 0;
  let degrees = 0;
  for (const side of [parts.slice(0, at), parts.slice(at)]) {
    const p = share(add(side));
    if (p <= 0 || p >= 1) continue;
    for (const { total, hits } of side) {
      if (total > 0) squares += (hits - total * p) ** 2 / (total * p * (1 - p));
    }
    degrees += side.length - 1;
  }
  return degrees > 0 ? Math.max(1, squares / degrees) : 1;
}

function add(parts: readonly Tally[]): Tally {
  const sum = { total: 0, hits: 0 };
  for (const { total, hits } of parts) {
    sum.total += total;
    sum.hits += hits;
  }
  return sum;
}

const share = ({ total, hits }: Tally) => (total === 0 ? 0 : hits / total);

/** Log-likelihood at its maximum. */
function likelihood({ total, hits }: Tally): number {
  if (hits === 0 || hits === total) return 0;
  return hits * Math.log(hits / total) + (total - hits) * Math.log1p(-hits / total);
}
