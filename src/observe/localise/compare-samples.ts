import { normalTail } from "../statistics/normal-tail.ts";

export interface Comparison {
  /** Mean difference of the quantiles from the 5th to the 97.5th percentile, in the unit of the samples. */
  shift: number;
  /** Median before. */
  before: number;
  after: number;
  /** Two-sided p-value of "nothing moved", of the two tests together. */
  p: number;
}

const QUANTILES = [...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.975];

/**
 * How far a sample lies from what it was. Whether it moved at all is asked twice, of the middle by the
 * Mann–Whitney test (Ann. Math. Stat. 18, 1947) and of the upper tail by counting what exceeds the old 95th
 * percentile, because a fault may meet every request or one in ten; by how much, as the mean distance of the
 * quantiles, which no single outlier moves (robust scaling: BARO, FSE 2024). Null below four values on either side.
 * Sorts both samples in place.
 */
export function compareSamples(after: Float64Array, before: Float64Array): Comparison | null {
  const n = after.length;
  const m = before.length;
  if (n < 4 || m < 4) return null;
  after.sort();
  before.sort();
  let shift = 0;
  for (const q of QUANTILES) shift += quantile(after, q) - quantile(before, q);
  const limit = quantile(before, 0.95);
  let above = n;
  while (above > 0 && (after[above - 1] as number) > limit) above--;
  above = n - above;
  let aboveBefore = Math.ceil(m * 0.05);
  aboveBefore = Math.max(1, aboveBefore);
  const pooled = (above + aboveBefore) / (n + m);
  const tail = (above / n - aboveBefore / m) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m) || 1);
  const p = Math.min(2 * normalTail(Math.abs(rankScore(after, before))), normalTail(tail));
  return {
    shift: shift / QUANTILES.length,
    before: quantile(before, 0.5),
    after: quantile(after, 0.5),
    p: Math.min(1, 2 * p),
  };
}

export function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const left = sorted[low] as number;
  return low + 1 < sorted.length ? left + (at - low) * ((sorted[low + 1] as number) - left) : left;
}

function rankScore(after: Float64Array, before: Float64Array): number {
  const n = after.length;
  const m = before.length;
  let less = 0;
  let equal = 0;
  let u = 0;
  for (const value of after) {
    while (less < m && (before[less] as number) < value) less++;
    equal = Math.max(equal, less);
    while (equal < m && (before[equal] as number) === value) equal++;
    u += less + (equal - less) / 2;
  }
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
}
