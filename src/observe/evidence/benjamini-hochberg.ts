/**
 * q-values of many tests: the share of false discoveries among all that are at least as small (Benjamini and
 * Hochberg, J. R. Stat. Soc. B 57, 1995; adjusted as by Yekutieli and Benjamini, 1999). To take what has q ≤ 0.05
 * keeps the expected share of false ones at 5%, for tests that are independent or depend positively. What was tried
 * and is not given here as a p-value must be counted in `tried`.
 */
export function benjaminiHochberg(p: readonly number[], tried = p.length): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[b] as number) - (p[a] as number) || b - a);
  const q = new Array<number>(p.length).fill(1);
  let least = 1;
  for (const [i, index] of order.entries()) {
    least = Math.min(least, ((p[index] as number) * tried) / (p.length - i));
    q[index] = least;
  }
  return q;
}
