/** One step of a series: how many were counted, and their sum. Steps without any are left out. */
export interface Step {
  n: number;
  sum: number;
}

/** Indices into the steps: the first one after the change, between which that one lies, and where the change is clearest. */
export interface Since {
  at: number;
  earliest: number;
  latest: number;
  clearest: number;
}

/** Splits whose likelihood is within e^-4 of the best may be the true one. */
const CLOSE = 4;
/** A weaker beginning before the best split must be as clear as this: chance alone finds 5 nats somewhere in a series. */
const CLEAR = 7;
/** A rollout takes a revision from process to process within this. */
const LONGEST_MS = 200_000;
/** Share of the whole shift that a beginning must already show, and keep in its second half: a blip is none. */
const BEGUN = 0.12;
const FEWEST = 4;

/**
 * Since when a series is higher, by maximum likelihood over all splits (Hinkley, Biometrika 57, 1970): of shares by
 * the binomial likelihood, of levels by that of a normal distribution around a mean on either side. What reaches one
 * process after another, or grows, is clearest some time after it began; what lies before the best split is therefore
 * split once more, as long as it clearly began there (binary segmentation, Scott and Knott, Biometrics 30, 1974).
 *
 * @param at number of each step; `stepMs` is how long one is
 * @param isShare whether `sum` counts hits among `n`, or adds up levels
 * @returns null where no split raises it
 */
export function sinceWhen(
  steps: readonly Step[],
  at: readonly number[],
  stepMs: number,
  isShare: boolean,
): Since | null {
  const sums = prefixSums(steps, isShare);
  const first = profile(sums, steps.length);
  if (!first) return null;
  let found = first;
  const whole = mean(sums, found.at, steps.length) - mean(sums, 0, found.at);
  for (let round = 0; round < 3; round++) {
    const end = found.at;
    const earlier = profile(sums, end);
    if (!earlier || earlier.gain < CLEAR || earlier.at < FEWEST || end - earlier.at < FEWEST) break;
    if (((at[end] as number) - (at[earlier.at] as number)) * stepMs > LONGEST_MS) break;
    const middle = Math.floor((earlier.at + end) / 2);
    const before = mean(sums, 0, earlier.at);
    const begun = Math.min(mean(sums, earlier.at, end), mean(sums, middle, end)) - before;
    if (begun < BEGUN * whole) break;
    found = earlier;
  }
  return { at: found.at, earliest: found.earliest, latest: found.latest, clearest: first.at };
}

interface Sums {
  isShare: boolean;
  /** Of shares requests and hits; of levels steps, their means, and the squares of these. */
  n: Float64Array;
  sum: Float64Array;
  squares: Float64Array;
}

function prefixSums(steps: readonly Step[], isShare: boolean): Sums {
  const of = () => new Float64Array(steps.length + 1);
  const sums: Sums = { isShare, n: of(), sum: of(), squares: of() };
  for (const [i, step] of steps.entries()) {
    const level = isShare ? step.sum : step.sum / step.n;
    sums.n[i + 1] = (sums.n[i] as number) + (isShare ? step.n : 1);
    sums.sum[i + 1] = (sums.sum[i] as number) + level;
    sums.squares[i + 1] = (sums.squares[i] as number) + level * level;
  }
  return sums;
}

/** The best split of the first `end` steps, by how much likelier it makes them than none. */
function profile(sums: Sums, end: number): (Omit<Since, "clearest"> & { gain: number }) | null {
  const none = spreadOf(sums, 0, end);
  const gains: number[] = [];
  let best = -1;
  for (let i = 0; i < end; i++) {
    const rises = i === 0 ? sums.isShare : mean(sums, i, end) > mean(sums, 0, i);
    const gain = rises ? gainOf(sums, i, end, none) : Number.NEGATIVE_INFINITY;
    gains.push(gain);
    if (gain > Number.NEGATIVE_INFINITY && (best < 0 || gain >= (gains[best] as number))) best = i;
  }
  if (best < 0) return null;
  const most = gains[best] as number;
  const close = (gain: number) => gain >= most - CLOSE;
  return { at: best, earliest: gains.findIndex(close), latest: gains.findLastIndex(close), gain: most };
}

function gainOf(sums: Sums, i: number, end: number, none: number): number {
  const split = spreadOf(sums, 0, i) + spreadOf(sums, i, end);
  if (sums.isShare) return split - none;
  // Squares about the means, of which the logarithm counts: how much they vary is not known beforehand.
  const count = end;
  return i < 2 || end - i < 2 ? Number.NEGATIVE_INFINITY : (count / 2) * Math.log(floor(none) / floor(split));
}

const floor = (squares: number) => Math.max(squares, 1e-9);

/** Of shares the log likelihood; of levels the squares about their mean. */
function spreadOf({ isShare, n, sum, squares }: Sums, from: number, to: number): number {
  const count = (n[to] as number) - (n[from] as number);
  const total = (sum[to] as number) - (sum[from] as number);
  if (count <= 0) return 0;
  if (!isShare) return (squares[to] as number) - (squares[from] as number) - (total * total) / count;
  const term = (x: number) => (x <= 0 ? 0 : x * Math.log(x / count));
  return term(total) + term(count - total);
}

function mean({ n, sum }: Sums, from: number, to: number): number {
  const count = (n[to] as number) - (n[from] as number);
  return count <= 0 ? 0 : ((sum[to] as number) - (sum[from] as number)) / count;
}
