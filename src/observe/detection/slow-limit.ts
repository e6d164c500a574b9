import type { Slo } from "../../contracts/policy.ts";
import type { OperationSeries } from "../operation-series.ts";
import { LEARNING } from "./learning.ts";
import { seasonsAt } from "./seasons-at.ts";

const RELEARN_SECONDS = 60;

/** What is normal wanders by less than this, and a doubled 95th percentile lies beyond it. */
const TIMES = 1.5;
/** Of requests that take next to nothing, so many more milliseconds are nobody's concern. */
const LEAST_MS = 10;

/**
 * Milliseconds above which a request is slow: the objective's 95th percentile, else half as much again as the one that
 * ten minutes of baseline showed, or, where that is more, that hour of the week in the weeks before, and 10 ms; null while neither is known. What is learnt is learnt anew every
 * minute, because every request asks for it.
 */
export function slowLimit(series: OperationSeries, slo: Slo): number | null {
  if (slo.latency) return slo.latency.p95;
  const known = series.slow;
  if (known && series.newest - known.second < RELEARN_SECONDS) return known.limit;
  const limit = learn(series);
  series.slow = { second: series.newest, limit };
  return limit;
}

function learn(series: OperationSeries): number | null {
  for (const lag of [LEARNING.lag, 60]) {
    const { cell, seconds } = series.baseline(series.newest - lag, LEARNING.span);
    if (seconds < LEARNING.seconds || cell.latency.count < LEARNING.requests) continue;
    const seasons = seasonsAt(series, series.newest).map(({ p95 }) => p95 ?? 0);
    return TIMES * Math.max(cell.latency.quantile(0.95) ?? 0, ...seasons) + LEAST_MS;
  }
  return null;
}
