import type { Slo } from "../../contracts/policy.ts";
import type { OperationSeries } from "../operation-series.ts";
import type { Breach } from "./breach.ts";
import { estimateOnset } from "./estimate-onset.ts";
import { latencyDemands } from "./latency-demands.ts";
import { stepsOf } from "./steps-of.ts";
import { testOf } from "./test-of.ts";

/** Less than this is no change of the service, whatever a limit says that it always came close to. */
const LEAST_TIMES = 1.3;

/** Whether too many requests are slower than `slowMs`; see `SequentialTest` and `latencyDemands`. */
export function detectLatency(
  series: OperationSeries,
  operation: string,
  slo: Slo,
  slowMs: number,
): Breach | null {
  const source = stepsOf(series, slowMs);
  const found = testOf(series, "latency").look(source, latencyDemands(slo));
  if (!found) return null;
  const took = series.sum(found.since, series.newest).latency.quantile(0.5) ?? 0;
  const onset = estimateOnset(source, took, found);
  const from = Math.max(found.since, Math.floor(onset.at / 1000));
  const now = series.sum(from, series.newest).latency;
  const before = series.baseline(Math.min(from, found.since), 600).cell.latency;
  const p95 = now.quantile(0.95) ?? 0;
  const normal = before.quantile(0.95);
  if (p95 <= slowMs || (normal !== null && p95 < LEAST_TIMES * normal)) return null;
  return {
    symptom: "latency",
    operation,
    observed: { value: p95, unit: "ms", samples: now.count },
    ...(normal === null ? {} : { baseline: { value: normal, unit: "ms" as const, samples: before.count } }),
    baselineSeconds: found.before.seconds,
    objective: slowMs,
    onset,
    hits: found.window.hits,
    p: found.p,
  };
}
