import type { Slo } from "../../contracts/policy.ts";
import type { OperationSeries } from "../operation-series.ts";
import type { Breach } from "./breach.ts";
import { errorDemands } from "./error-demands.ts";
import { estimateOnset } from "./estimate-onset.ts";
import { stepsOf } from "./steps-of.ts";
import { testOf } from "./test-of.ts";

/** Whether more requests fail than the objective allows, or than failed before; see `SequentialTest`. */
export function detectErrors(series: OperationSeries, operation: string, slo: Slo): Breach | null {
  const source = stepsOf(series, null);
  const found = testOf(series, "errors").look(source, errorDemands(slo));
  if (!found) return null;
  const { before } = found;
  const took = series.sum(found.since, series.newest).latency.quantile(0.5) ?? 0;
  const onset = estimateOnset(source, took, found);
  const now = series.sum(Math.max(found.since, Math.floor(onset.at / 1000)), series.newest);
  return {
    symptom: "errors",
    operation,
    observed: {
      value: found.window.hits / found.window.total,
      unit: "ratio",
      samples: found.window.total,
    },
    ...(now.requests > found.window.total / 4 && now.errors > 0
      ? { observed: { value: now.errors / now.requests, unit: "ratio" as const, samples: now.requests } }
      : {}),
    ...(before.total > 0
      ? { baseline: { value: before.hits / before.total, unit: "ratio" as const, samples: before.total } }
      : {}),
    baselineSeconds: before.seconds,
    objective: slo.availability === undefined ? found.allowed : 1 - slo.availability,
    onset,
    hits: found.window.hits,
    p: found.p,
  };
}
