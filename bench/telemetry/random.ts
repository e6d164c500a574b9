/** A seeded source of chance: the same seed, the same telemetry. */
export interface Random {
  /** 0 to 1. */
  uniform(): number;
  /** Between two positive numbers, evenly on a logarithmic scale. */
  logUniform(low: number, high: number): number;
  exponential(mean: number): number;
  normal(): number;
  poisson(mean: number): number;
  binomial(n: number, p: number): number;
}

/** Numbers of mulberry32; counts exact by inversion where they are small, by a rounded normal where both sides are great. */
export function randomOf(seed: number): Random {
  let state = (seed * 0x9e3779b1) >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const rounded = (mean: number, variance: number) =>
    Math.max(0, Math.round(mean + Math.sqrt(variance) * normal()));
  const poisson = (mean: number): number => {
    if (mean <= 0) return 0;
    if (mean > 400) return rounded(mean, mean);
    if (mean > 30) return poisson(mean / 2) + poisson(mean / 2);
    let term = Math.exp(-mean);
    let left = uniform() - term;
    let k = 0;
    while (left > 0 && k < 1_000) {
      term *= mean / ++k;
      left -= term;
    }
    return k;
  };
  const binomial = (n: number, p: number): number => {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - binomial(n, 1 - p);
    if (n * p > 100) return Math.min(n, rounded(n * p, n * p * (1 - p)));
    if (n * p > 20) return binomial(n >> 1, p) + binomial(n - (n >> 1), p);
    const odds = p / (1 - p);
    let term = (1 - p) ** n;
    let left = uniform() - term;
    let k = 0;
    while (left > 0 && k < n) {
      term *= ((n - k) / (k + 1)) * odds;
      k++;
      left -= term;
    }
    return k;
  };
  return {
    uniform,
    logUniform: (low, high) => low * (high / low) ** uniform(),
    exponential: (mean) => -Math.log(1 - uniform()) * mean,
    normal,
    poisson,
    binomial,
  };
}
