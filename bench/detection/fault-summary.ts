import type { FaultResult } from "./fault-case.ts";
import { quantile } from "./quantile.ts";

export interface FaultSummary {
  /** Faults that were to be found, and the share of them that was. */
  faults: number;
  recall: number;
  /** Seconds to detect. */
  median: number;
  p95: number;
  /** Median of the bound, in seconds, without the floor. */
  bound: number;
  /** Delay over bound and floor together: the mean and the median over all faults. */
  delay_over_bound: number;
  delay_over_bound_median: number;
  /** Delay, floor and all, over the bare bound; where the bound is a fraction of a second that is the floor's. */
  delay_over_bare_bound_median: number;
  /** The same where the bound is ten seconds at least, and the floor matters little: mean. */
  delay_over_bare_bound_from_10_s: number;
  onset_within_bounds: number;
}

export function faultSummary(results: readonly FaultResult[]): FaultSummary {
  const due = results.filter((one) => one.isDue);
  const found = due.filter((one): one is FaultResult & { delay: number } => one.delay !== null);
  const delays = found.map((one) => one.delay);
  const over = found.map((one) => one.delay / (one.bound + one.floor));
  const bare = found.map((one) => one.delay / one.bound);
  const slow = found.filter((one) => one.bound >= 10).map((one) => one.delay / one.bound);
  return {
    faults: due.length,
    recall: rounded(found.length / Math.max(1, due.length), 4),
    median: rounded(quantile(delays, 0.5), 1),
    p95: rounded(quantile(delays, 0.95), 1),
    bound: rounded(
      quantile(
        found.map((one) => one.bound),
        0.5,
      ),
      1,
    ),
    delay_over_bound: rounded(mean(over), 2),
    delay_over_bound_median: rounded(quantile(over, 0.5), 2),
    delay_over_bare_bound_median: rounded(quantile(bare, 0.5), 2),
    delay_over_bare_bound_from_10_s: rounded(mean(slow), 2),
    onset_within_bounds: rounded(
      found.filter((one) => one.onsetInside).length / Math.max(1, found.length),
      3,
    ),
  };
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
