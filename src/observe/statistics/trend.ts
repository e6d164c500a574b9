import { normalTail } from "./normal-tail.ts";

/** A series of (seconds, value). */
export type Points = readonly (readonly [number, number])[];

export interface Trend {
  /** Median of the slopes of all pairs, in units of value per second. */
  slope: number;
  /** Bounds within which the true slope lies with 95% confidence. */
  low: number;
  high: number;
  /** One-sided p-value of "there is no upward trend". */
  p: number;
}

/**
 * Mann–Kendall test for an upward trend (Econometrica 13, 1945) with the Theil–Sen slope and Sen's
 * confidence interval (JASA 63, 1968). Both look at the order of pairs and not at a fitted line, so that a
 * garbage collection now and then moves neither. Null below four points. At most the last 120 points count.
 */
export function trend(points: Points): Trend | null {
  const used = points.slice(-120);
  const n = used.length;
  if (n < 4) return null;
  const slopes: number[] = [];
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [t0, v0] = used[i] as readonly [number, number];
      const [t1, v1] = used[j] as readonly [number, number];
      s += Math.sign(v1 - v0);
      if (t1 > t0) slopes.push((v1 - v0) / (t1 - t0));
    }
  }
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  const sigma = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const half = (1.96 * sigma) / 2;
  const at = (index: number) => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(index)))] as number;
  const middle = (slopes.length - 1) / 2;
  return {
    slope: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: at(middle - half),
    high: at(middle + half),
    p: normalTail((s - Math.sign(s)) / sigma),
  };
}
