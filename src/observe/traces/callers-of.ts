import type { Span } from "../../contracts/telemetry.ts";
import { isEntry } from "../is-entry.ts";
import type { TraceRecord } from "./trace-record.ts";

/** Entry spans above this one, the nearest first: whoever called it waits for it, or fails with it. */
export function callersOf(record: TraceRecord, entry: Span): Span[] {
  const byId = new Map(record.spans().map((span) => [span.spanId, span]));
  const found: Span[] = [];
  const met = new Set([entry.spanId]);
  for (
    let parent = byId.get(entry.parentSpanId ?? "");
    parent && !met.has(parent.spanId);
    parent = byId.get(parent.parentSpanId ?? "")
  ) {
    met.add(parent.spanId);
    if (isEntry(parent)) found.push(parent);
  }
  return found;
}
