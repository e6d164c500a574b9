import type { Anomaly } from "../contracts/anomaly.ts";
import type { Span } from "../contracts/telemetry.ts";
import type { Memory } from "./ingest-telemetry.ts";

const MAX_REQUESTS = 200;
const MAX_SPANS = 5_000;

/** The traces that are still held of an anomaly's service, failing, slow and healthy ones, whole, the newest first. */
export function exemplarsOf(anomaly: Anomaly, memory: Memory): Span[] {
  const record = memory.services.get(anomaly.repository, anomaly.environment, anomaly.service);
  if (!record) return [];
  const of = { service: record.service, operation: "*", scopes: record.scopes };
  const traces = new Set(memory.traces.requests(of, () => true, MAX_REQUESTS).map((one) => one.record));
  return [...traces].flatMap((trace) => trace.spans()).slice(0, MAX_SPANS);
}
