import type { Span } from "../contracts/telemetry.ts";
import type { TraceRecord } from "./traces/trace-record.ts";

/**
 * Gives the kind "server" to the spans at which a service begins to work on a request, in a trace of services that name no
 * kinds (many that were translated from Jaeger or Zipkin, or are instrumented by hand), and returns them. It does so where
 *
 * - the span has no parent, or its parent is another service's;
 * - its parent is missing, and no other entry of the same process encloses it: a parent that is lost, or was never
 *   exported, is mostly of another service.
 *
 * A span that calls or sends (`client`, `producer`) begins nothing.
 */
export function findEntries(trace: TraceRecord, isKindless: (service: string) => boolean): Span[] {
  const spans = trace.spans();
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const found: Span[] = [];
  const orphans: Span[] = [];
  for (const span of spans) {
    if (span.kind !== "internal" && span.kind !== "unspecified") continue;
    const parent = span.parentSpanId ? byId.get(span.parentSpanId) : undefined;
    if (parent && parent !== span && parent.resource.service === span.resource.service) continue;
    if (!isKindless(span.resource.service)) continue;
    if (span.parentSpanId && !parent) orphans.push(span);
    else found.push(span);
  }
  orphans.sort((a, b) => a.startMs - b.startMs || b.endMs - a.endMs);
  for (const orphan of orphans) {
    const isInside = found.some(
      (entry) =>
        entry.resource.service === orphan.resource.service &&
        entry.resource.instance === orphan.resource.instance &&
        entry.startMs <= orphan.startMs &&
        entry.endMs >= orphan.endMs,
    );
    if (!isInside) found.push(orphan);
  }
  for (const entry of found) entry.kind = "server";
  return found;
}
