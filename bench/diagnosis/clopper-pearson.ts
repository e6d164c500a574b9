/**
 * The upper end of Clopper and Pearson's exact interval, one-sided: the largest rate at which so few would still be seen
 * with a probability of at least `alpha` (https://doi.org/10.1093/biomet/26.4.404).
 * @param hits of `n` trials
 */
export function clopperPearsonUpper(hits: number, n: number, alpha = 0.05): number {
  if (n === 0 || hits >= n) return 1;
  let low = hits / n;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (atMost(hits, n, middle) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

/** The binomial distribution's probability of `hits` or fewer. */
function atMost(hits: number, n: number, p: number): number {
  let term = n * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k++) {
    term += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(term);
  }
  return sum;
}
