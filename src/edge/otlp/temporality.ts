import type { MetricPoint } from "../../contracts/telemetry.ts";

/** OTLP's `AggregationTemporality` by its number; undefined where it is unspecified or unknown. */
export function temporalityOf(number: number): MetricPoint["temporality"] {
  if (number === 1) return "delta";
  return number === 2 ? "cumulative" : undefined;
}
