import type { ClockOffsets } from "./clock-offsets.ts";
import { countRequest } from "./count-request.ts";
import { findEntries } from "./find-entries.ts";
import { requestKind } from "./request-kind.ts";
import { revisionOf } from "./revision-of.ts";
import type { ServiceBook } from "./service-book.ts";
import type { ServiceRecord } from "./service-record.ts";
import type { TraceRecord } from "./traces/trace-record.ts";

/**
 * Counts the requests of those services in a settled trace whose spans name no kinds. Only a whole trace shows where they
 * begin, which is why they are counted some seconds later than others'.
 */
export function countKindless(
  trace: TraceRecord,
  services: ServiceBook,
  clocks: ClockOffsets,
  now: number,
): void {
  const kindless = new Map<string, ServiceRecord>();
  const met = new Set<string>();
  for (const { resource } of trace.spans()) {
    if (met.has(resource.service)) continue;
    met.add(resource.service);
    const record = services.withScope(resource.service, trace.scope);
    if (record?.rates.noteTrace(now)) kindless.set(resource.service, record);
  }
  if (kindless.size === 0) return;
  for (const entry of findEntries(trace, (service) => kindless.has(service))) {
    const { service, instance } = entry.resource;
    const endMs = clocks.of(trace.scope, service, instance).right(entry.endMs, now);
    countRequest(
      kindless.get(service) as ServiceRecord,
      entry,
      requestKind(entry),
      revisionOf(entry.resource),
      endMs,
      now,
      trace.standsFor,
    );
  }
}
