import { logFactorial } from "./log-factorial.ts";

/**
 * Exact tails of the binomial distribution: how likely are `k` or more (`upper`), or `k` or fewer (`lower`),
 * successes in `n` trials of probability `p`. Inverting these is the Clopper–Pearson interval (Biometrika 26,
 * 1934), which keeps its promise however few trials there are; that is why it, and no normal approximation,
 * decides here.
 */
export function binomialTail(side: "upper" | "lower", k: number, n: number, p: number): number {
  if (side === "lower") return k >= n ? 1 : k < 0 ? 0 : binomialTail("upper", n - k, n, 1 - p);
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  const odds = p / (1 - p);
  let term = Math.exp(
    logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p),
  );
  // Below the mean the terms first grow and the first may underflow: there the complement is summed instead.
  if (k < n * p) return Math.max(0, 1 - downwardSum(k - 1, n, p));
  // From here on terms only fall: one that underflows to zero ends the sum, or billions of requests would be billions of rounds.
  let sum = 0;
  for (let i = k; i <= n; i++) {
    sum += term;
    if (term <= sum * 1e-16) break;
    term *= ((n - i) / (i + 1)) * odds;
  }
  return Math.min(1, sum);
}

function downwardSum(k: number, n: number, p: number): number {
  const odds = (1 - p) / p;
  let term = Math.exp(
    logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p),
  );
  let sum = 0;
  for (let i = k; i >= 0; i--) {
    sum += term;
    if (term <= sum * 1e-16) break;
    term *= (i / (n - i + 1)) * odds;
  }
  return sum;
}
