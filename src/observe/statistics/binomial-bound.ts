/** Of the standard normal distribution, at the confidence that is used: 99%, one-sided. */
const Z = 2.3263;

/**
 * An upper bound of a share, with 99% confidence: the Poisson limit by Wilson and Hilferty's cube root of χ²
 * (Proc. Natl. Acad. Sci. 17, 1931), within 2% of Clopper and Pearson's exact one (Biometrika 26, 1934) for small
 * shares and wider than it for great ones, in constant time: it is asked for every few seconds of every series.
 */
export function upperBound(hits: number, n: number): number {
  if (n <= 0) return 1;
  const k = hits + 1;
  const limit = k * (1 - 1 / (9 * k) + Z / (3 * Math.sqrt(k))) ** 3;
  return Math.min(1, limit / n);
}
