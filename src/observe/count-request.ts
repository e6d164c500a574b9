import type { CountedSpan, Span } from "../contracts/telemetry.ts";
import { slowLimit } from "./detection/slow-limit.ts";
import { isIgnored } from "./is-ignored.ts";
import { operationOf } from "./operation-of.ts";
import type { RequestKind } from "./request-kind.ts";
import { isTailSampled } from "./sampling/is-tail-sampled.ts";
import type { ServiceRecord } from "./service-record.ts";

/**
 * Counts the request that an entry span stands for, unless it is a probe's, or is counted from metrics, or spans of the service
 * were chosen by how they ended.
 *
 * A request that metrics count under another name (a GraphQL operation behind its one route) still counts for its own operation,
 * and not a second time for the whole service.
 *
 * @param revision `revisionOf` its process.
 * @param endMs when it ended, by Scout's clock.
 * @param standsFor how many requests it was chosen from, by no more than its trace's id.
 */
export function countRequest(
  record: ServiceRecord,
  span: Span | CountedSpan,
  kind: RequestKind,
  revision: string,
  endMs: number,
  now: number,
  standsFor = 1,
): void {
  if (!Number.isFinite(endMs)) return;
  const { rates } = record;
  rates.noteRevision(revision, now);
  const { operation } = kind;
  if (kind.isProbe) return;
  const counted = kind.isFailed && !(rates.ignored.length > 0 && isIgnored(span, operation, rates.ignored));
  const said = rates.sampling.weightOf(span, kind.standsFor);
  if (kind.isTailSampled || (span.scopeAttributes && isTailSampled(span))) rates.sampling.markTail(now);
  rates.sampling.note(operation, said, counted, now);
  const weight = (said ?? 1) * standsFor;
  const second = Math.floor(endMs / 1000);
  let apart = false;
  if (!rates.metered.isEmpty) {
    const names = [
      operation,
      operationOf({ name: "", attributes: span.attributes }),
      operationOf({ name: span.name, attributes: {} }),
    ];
    const metered = names.find((name) => rates.metered.covers(name, second, now));
    if (metered !== undefined) rates.metered.noteSpan(metered, counted, weight);
    if (metered === operation) return;
    apart = metered !== undefined;
  }
  if (!rates.sampling.counts(now)) return;
  const durationMs = Math.max(0, span.endMs - span.startMs);
  if (!apart) rates.lastSpanSecond = Math.max(rates.lastSpanSecond, second);
  const series = record.addRequest({
    operation,
    endMs,
    durationMs,
    failed: counted,
    resource: span.resource,
    revision,
    weight,
    apart,
  });
  if (counted) record.lastFailedMs = now;
  const limit = slowLimit(series, record.slo);
  if (limit !== null && durationMs > limit) record.lastSlowMs = now;
}
