/** Probability of at least `hits` of `trials` where each hits with probability `p`; exact, by summing the terms. */
export function binomialTail(hits: number, trials: number, p: number): number {
  const n = Math.round(trials);
  const from = Math.max(0, Math.round(hits));
  if (from <= 0 || p >= 1) return 1;
  if (from > n || p <= 0) return 0;
  let log = n * Math.log1p(-p);
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    if (k >= from) sum += Math.exp(log);
    log += Math.log(n - k) - Math.log(k + 1) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}
