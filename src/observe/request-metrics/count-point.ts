import type { MetricPoint } from "../../contracts/telemetry.ts";
import { slowLimit } from "../detection/slow-limit.ts";
import { isIgnored } from "../is-ignored.ts";
import { isProbe } from "../is-probe.ts";
import { revisionOf } from "../revision-of.ts";
import type { ServiceBook } from "../service-book.ts";
import type { ServiceRecord } from "../service-record.ts";
import { durationsOf } from "./durations-of.ts";
import type { PointDeltas } from "./point-deltas.ts";
import type { RequestPoint } from "./request-point.ts";
import { spread } from "./spread.ts";

/**
 * Counts the requests that a data point adds to its operation, evenly over the seconds of its interval. A point that is ahead of
 * now comes from a clock that is, and is put back.
 *
 * @param services whose spans may come through the same sampler, should it show that there is one.
 */
export function countPoint(
  record: ServiceRecord,
  point: MetricPoint,
  of: RequestPoint,
  { deltas, services }: { deltas: PointDeltas; services: ServiceBook },
  now: number,
): void {
  const delta = deltas.next(`${record.repository}/${record.environment}/${record.service}`, point, now);
  if (!delta || isProbe(of.operation, point.attributes)) return;
  const { rates } = record;
  const bySpans = of.source === "span-durations" || of.source === "span-calls";
  const operation = bySpans ? rates.operationNamed(of.operation) : of.operation;
  const ahead = Math.max(0, delta.toMs - now);
  const interval = {
    fromMs: delta.fromMs - ahead,
    toMs: delta.toMs - ahead,
    count: delta.count,
    durations:
      delta.counts && point.histogram ? durationsOf(point.histogram.bounds, delta.counts, of.unitMs) : [],
  };
  const before = Math.max(record.series(operation)?.newest ?? Number.NEGATIVE_INFINITY, rates.lastSpanSecond);
  const from = rates.metered.take(operation, of.source, interval, before, now);
  if (from === null || delta.count === 0) return;
  const failed = of.failed && !isIgnored(point, operation, rates.ignored);
  const revision = revisionOf(of.resource) || rates.revisionSince(interval.fromMs);
  const series = record.addCounted(operation, revision, spread(interval, failed, from));
  if (failed) record.lastFailedMs = now;
  const limit = slowLimit(series, record.slo);
  if (limit !== null && interval.durations.some(([ms]) => ms > limit)) record.lastSlowMs = now;
  const accounts = rates.metered.noteMetrics(operation, delta.count, failed ? delta.count : 0);
  if (!accounts || !rates.sampling.compare(accounts.spans, accounts.metrics, now)) return;
  // A sampler that sits in the Collector sees the spans of all that send there.
  for (const other of services.all()) {
    for (const scope of record.scopes) if (other.scopes.has(scope)) other.rates.sampling.markTail(now);
  }
}
