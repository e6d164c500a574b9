import type { Anomaly } from "../../contracts/anomaly.ts";
import type { ServiceRecord } from "../service-record.ts";
import { slowLimit } from "./slow-limit.ts";

/** What counts as bad in an anomaly's requests, and its onset as numbers. */
export function measureOf(
  anomaly: Anomaly,
  record: ServiceRecord | null,
): { slowMs: number | null; onset: { at: number; earliest: number; latest: number } } {
  const series = record?.series(anomaly.operation);
  const objective = anomaly.objective > 0 ? anomaly.objective : null;
  const slowMs =
    anomaly.symptom !== "latency"
      ? null
      : anomaly.source === "telemetry"
        ? anomaly.objective
        : ((record && series && slowLimit(series, record.slo)) ?? objective ?? 1000);
  return {
    slowMs,
    onset: {
      at: Date.parse(anomaly.onset.at),
      earliest: Date.parse(anomaly.onset.earliest),
      latest: Date.parse(anomaly.onset.latest),
    },
  };
}
