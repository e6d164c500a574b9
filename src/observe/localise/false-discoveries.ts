/**
 * The largest p-value that still counts as a discovery when no more than `rate` of all discoveries may be false
 * (Benjamini and Hochberg, J. R. Stat. Soc. B 57, 1995); 0 where none does.
 */
export function falseDiscoveries(values: readonly number[], rate: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  for (let i = sorted.length; i > 0; i--) {
    const p = sorted[i - 1] as number;
    if (p <= (rate * i) / sorted.length) return p;
  }
  return 0;
}
