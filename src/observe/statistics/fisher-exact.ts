import { logFactorial } from "./log-factorial.ts";

/**
 * One-sided p-value of Fisher's exact test (J. R. Stat. Soc. 85, 1922): were `k` of `n` and `a` of `m` drawn
 * from the same ratio, how likely would the first hold that many or more? It needs no estimate of the ratio
 * itself, so a short baseline makes it cautious by itself: with `m` = 0 it is 1.
 */
export function fisherExact(k: number, n: number, a: number, m: number): number {
  const hits = k + a;
  const top = Math.min(n, hits);
  if (m === 0 || k > top) return m === 0 ? 1 : 0;
  if (k <= Math.max(0, hits - m)) return 1;
  const total = n + m;
  const at = (x: number) =>
    Math.exp(
      logFactorial(n) +
        logFactorial(m) +
        logFactorial(hits) +
        logFactorial(total - hits) -
        logFactorial(total) -
        logFactorial(x) -
        logFactorial(n - x) -
        logFactorial(hits - x) -
        logFactorial(m - hits + x),
    );
  // Terms fall away from the mode on both sides: summed from there outwards, a few are all that matters.
  let sum = 0;
  if (k > ((n + 1) * (hits + 1)) / (total + 2) - 1) {
    let term = at(k);
    for (let x = k; x <= top; x++) {
      sum += term;
      if (term <= sum * 1e-16) break;
      term *= ((n - x) * (hits - x)) / ((x + 1) * (m - hits + x + 1));
    }
    return Math.min(1, sum);
  }
  const bottom = Math.max(0, hits - m);
  let term = at(k - 1);
  for (let x = k - 1; x >= bottom; x--) {
    sum += term;
    if (term <= sum * 1e-16) break;
    term *= (x * (m - hits + x)) / ((n - x + 1) * (hits - x + 1));
  }
  return Math.max(0, 1 - sum);
}
