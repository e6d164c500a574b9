import type { Slo } from "../../contracts/policy.ts";
import type { OperationSeries } from "../operation-series.ts";
import { LEARNING } from "./learning.ts";

/**
 * Milliseconds above which a request is slow: the objective's 95th percentile, else twice the one that ten
 * minutes of baseline showed, and 50 ms more; null while neither is known.
 */
export function slowLimit(series: OperationSeries, slo: Slo): number | null {
  if (slo.latency) return slo.latency.p95;
  const learnt = series.baseline(series.newest - 60, LEARNING.span);
  if (learnt.seconds < LEARNING.seconds || learnt.cell.latency.count < LEARNING.requests) return null;
  return 2 * (learnt.cell.latency.quantile(0.95) ?? 0) + 50;
}
