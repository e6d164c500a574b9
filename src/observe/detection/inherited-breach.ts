import type { Symptom } from "../../contracts/signal.ts";
import type { ServiceRecord } from "../service-record.ts";
import { tallyOf } from "../tally.ts";
import type { Breach } from "./breach.ts";
import { slowLimit } from "./slow-limit.ts";

/**
 * The breach of the service in which a caller's requests went bad, as its own series shows it. It need not be
 * significant by itself: the caller's is, and the traces lead here. Null where the series shows no more than one.
 */
export function inheritedBreach(
  record: ServiceRecord,
  origin: { operation: string; symptom: Symptom },
  callers: Breach,
): Breach | null {
  const series = record.series(origin.operation);
  if (!series || (origin.symptom !== "errors" && origin.symptom !== "latency")) return null;
  const slowMs = origin.symptom === "errors" ? null : slowLimit(series, record.slo);
  if (origin.symptom === "latency" && slowMs === null) return null;
  const from = Math.floor(callers.onset.earliest / 1000);
  const now = series.sum(from, series.newest);
  const { total, hits } = tallyOf(now, slowMs);
  if (hits < 2) return null;
  const before = series.baseline(from, 600);
  const unit = slowMs === null ? "ratio" : "ms";
  const value = (cell: typeof now) =>
    slowMs === null ? cell.errors / cell.requests : (cell.latency.quantile(0.95) ?? 0);
  return {
    symptom: origin.symptom,
    operation: origin.operation,
    observed: { value: value(now), unit, samples: total },
    ...(before.cell.requests > 0
      ? { baseline: { value: value(before.cell), unit, samples: before.cell.requests } }
      : {}),
    baselineSeconds: before.seconds,
    objective: slowMs ?? (record.slo.availability === undefined ? 0.01 : 1 - record.slo.availability),
    onset: callers.onset,
    hits,
    p: callers.p,
  };
}
