import type { OperationSeries } from "../operation-series.ts";
import type { Breach } from "./breach.ts";
import { estimateOnset } from "./estimate-onset.ts";
import { scanWindows } from "./scan-windows.ts";

/**
 * Whether the 95th percentile is over the limit, and was not before. "Over" is a count: of requests that should
 * exceed the limit one time in twenty, too many do; a binomial test of that is exact, whatever the shape and skew
 * of the distribution (the sign test, applied to a quantile). Three seconds at least: the first requests of a new
 * process are slow (compilation, pools, caches), and `OperationSeries` is not even given the very first.
 */
export function detectLatency(series: OperationSeries, operation: string, slowMs: number): Breach | null {
  const shift = scanWindows(series, {
    allowed: 0.05,
    slowMs,
    burns: false,
    minimumHits: 6,
    minimumRequests: 12,
    lastingSeconds: 3,
    significance: 1e-4,
  });
  if (!shift) return null;
  const now = series.sum(shift.from, series.newest).latency;
  const before = series.baseline(shift.from, 600).cell.latency;
  const p95 = now.quantile(0.95) ?? 0;
  const normal = before.quantile(0.95);
  if (normal !== null && p95 < 1.3 * normal) return null;
  return {
    symptom: "latency",
    operation,
    observed: { value: p95, unit: "ms", samples: now.count },
    ...(normal === null ? {} : { baseline: { value: normal, unit: "ms" as const, samples: before.count } }),
    baselineSeconds: shift.normalSeconds,
    objective: slowMs,
    onset: estimateOnset(series, slowMs, now.quantile(0.5) ?? 0),
    hits: shift.window.hits,
    p: shift.p,
  };
}
