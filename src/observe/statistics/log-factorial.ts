const table: number[] = [0];

/**
 * ln(n!) for whole n ≥ 0: summed up to 1,000, Stirling's series beyond it (relative error below 1e-12;
 * https://dlmf.nist.gov/5.11#E1).
 */
export function logFactorial(n: number): number {
  if (n > 1000) {
    const x = n + 1;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
  }
  for (let i = table.length; i <= n; i++) table.push((table[i - 1] as number) + Math.log(i));
  return table[n] as number;
}
