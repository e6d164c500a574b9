const MIN_BLOCKS = 6;
/** Noise below this share of the level is no noise that matters; it keeps constant series comparable. */
const FLOOR = 0.05;

export interface LevelShift {
  before: number;
  after: number;
  /** Robust standard deviations by which the level moved, with its sign. */
  deviations: number;
  /** Two-sided. */
  p: number;
}

/**
 * Whether a series stands at another level than before, by medians and the median absolute deviation (Hampel, JASA 69,
 * 1974). Readings of one metric follow one another and are no independent draws, so stretches as long as the one after
 * the onset are compared with it, not readings; and p comes from Student's t with few degrees of freedom, whose heavy
 * tails allow for the estimated scale. Null where too little was seen before.
 */
export function levelShift(before: readonly number[], after: readonly number[]): LevelShift | null {
  if (after.length === 0) return null;
  const length = Math.min(after.length, Math.floor(before.length / MIN_BLOCKS), 12);
  if (length < 1) return null;
  const blocks: number[] = [];
  for (let end = before.length; end - length >= 0; end -= length) {
    blocks.push(median(before.slice(end - length, end)));
  }
  const was = median(blocks);
  const is = median(after);
  const spread = 1.4826 * median(blocks.map((one) => Math.abs(one - was)));
  const scale = Math.max(spread, FLOOR * Math.max(Math.abs(was), Math.abs(is)), 1e-12);
  const deviations = (is - was) / (scale * Math.sqrt(1 + 1 / blocks.length));
  return {
    before: was,
    after: is,
    deviations,
    p: Math.min(1, 2 * studentTail(Math.abs(deviations), blocks.length >= 12 ? 5 : 3)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

/** Upper tail of Student's t with 3 or 5 degrees of freedom, in closed form (https://dlmf.nist.gov/8.17#E24). */
function studentTail(t: number, freedom: 3 | 5): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const more = freedom === 5 ? (2 / 3) * sine * cosine ** 3 : 0;
  return Math.max(1e-15, 0.5 - (angle + sine * cosine + more) / Math.PI);
}
