import { binomialTail } from "./binomial-tail.ts";

/**
 * Clopper–Pearson's upper bound of a share (Biometrika 26, 1934): the greatest share under which so few of `n` would
 * still be hits with the probability `1 − confidence`. 1 where nothing was seen.
 */
export function upperBound(hits: number, n: number, confidence: number): number {
  if (n <= 0 || hits >= n) return 1;
  let low = hits / n;
  let high = 1;
  for (let i = 0; i < 40 && high - low > 1e-6 * high; i++) {
    const middle = (low + high) / 2;
    if (binomialTail("lower", hits, n, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}
