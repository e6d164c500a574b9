import { logFactorial } from "../statistics/log-factorial.ts";
import { normalTail } from "../statistics/normal-tail.ts";

/** Two groups in one stratum: `bad` of `total` each. */
export interface Stratum {
  old: { total: number; bad: number };
  young: { total: number; bad: number };
}

/** Beyond so many bad requests in all the exact distribution costs more than it tells. */
const MAX_EXACT = 1_500;

/**
 * How likely the young group would hold so many bad ones, or more, were `odds` the ratio of its odds to the old
 * group's, with each stratum compared only within itself: Fisher's exact test over several tables (Gart, Biometrika 57,
 * 1970), by convolution of their noncentral hypergeometric distributions; for very many, the normal approximation with
 * continuity correction (Mantel and Haenszel, JNCI 22, 1959). `lower` asks for so many or fewer.
 */
export function stratifiedExact(strata: readonly Stratum[], odds: number, side: "upper" | "lower"): number {
  const useful = strata.filter(
    ({ old, young }) => old.total > 0 && young.total > 0 && old.bad + young.bad > 0,
  );
  const observed = useful.reduce((sum, { young }) => sum + young.bad, 0);
  const all = useful.reduce((sum, { old, young }) => sum + old.bad + young.bad, 0);
  if (useful.length === 0) return 1;
  const tables = useful.map((one) => distribution(one, odds));
  if (all > MAX_EXACT) {
    let mean = 0;
    let variance = 0;
    for (const { least, p } of tables) {
      const m = p.reduce((sum, weight, i) => sum + weight * (least + i), 0);
      mean += m;
      variance += p.reduce((sum, weight, i) => sum + weight * (least + i - m) ** 2, 0);
    }
    if (variance === 0) return 1;
    const z = side === "upper" ? observed - mean - 0.5 : mean - observed - 0.5;
    return normalTail(z / Math.sqrt(variance));
  }
  let least = 0;
  let sums: number[] = [1];
  for (const table of tables) {
    const next = new Array<number>(sums.length + table.p.length - 1).fill(0);
    for (const [i, a] of sums.entries()) {
      if (a === 0) continue;
      for (const [j, b] of table.p.entries()) next[i + j] = (next[i + j] as number) + a * b;
    }
    sums = next;
    least += table.least;
  }
  const tail = sums.reduce((sum, weight, i) => {
    const value = least + i;
    return (side === "upper" ? value >= observed : value <= observed) ? sum + weight : sum;
  }, 0);
  return Math.min(1, tail);
}

/** How many of the bad ones fall to the young, given the margins. */
function distribution({ old, young }: Stratum, odds: number): { least: number; p: number[] } {
  const bad = old.bad + young.bad;
  const least = Math.max(0, bad - old.total);
  const most = Math.min(young.total, bad);
  const logs: number[] = [];
  for (let x = least; x <= most; x++) {
    logs.push(
      x * Math.log(odds) -
        logFactorial(x) -
        logFactorial(young.total - x) -
        logFactorial(bad - x) -
        logFactorial(old.total - bad + x),
    );
  }
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { least, p: weights.map((weight) => weight / sum) };
}
