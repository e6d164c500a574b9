import type { Span } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { isFailure } from "../is-failure.ts";
import type { TraceRecord } from "../traces/trace-record.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const MAX_SPANS = 40;

/** Two requests that went bad, the fullest ones, and one of the same operation that did not. */
export function traceEvidence({ anomaly, record, memory, slowMs, before }: EvidenceContext): Unnumbered[] {
  if (anomaly.symptom === "memory") return [];
  const of = { service: record.service, operation: anomaly.operation, scopes: record.scopes };
  const isBad = (entry: Span) => (slowMs === null ? isFailure(entry) : entry.endMs - entry.startMs > slowMs);
  const bad = memory.traces.requests(of, (entry) => isBad(entry) && entry.endMs >= before, 30);
  const fullest = bad
    .sort((a, b) => b.record.size - a.record.size)
    .filter((one, i, all) => all.findIndex((other) => other.record === one.record) === i)
    .slice(0, 2);
  const good = memory.traces.requests(of, (entry) => !isBad(entry) && !isFailure(entry), 1);
  return [...fullest, ...good].map(({ record: trace, entry }) => exemplar(trace, entry, isBad(entry)));
}

function exemplar(trace: TraceRecord, entry: Span, failing: boolean): Unnumbered {
  const all = trace.spans();
  const began = all.reduce((least, span) => Math.min(least, span.startMs), Number.POSITIVE_INFINITY);
  const weight = (span: Span) =>
    (span === entry ? 1e12 : 0) + (isFailure(span) ? 1e9 : 0) + (span.endMs - span.startMs);
  const kept = [...all].sort((a, b) => weight(b) - weight(a)).slice(0, MAX_SPANS);
  const tenth = (ms: number) => Math.round(ms * 10) / 10;
  const spans = kept
    .sort((a, b) => a.startMs - b.startMs)
    .map((span) => ({
      spanId: sanitise(span.spanId, 32),
      ...(span.parentSpanId ? { parentSpanId: sanitise(span.parentSpanId, 32) } : {}),
      service: sanitise(span.resource.service, 200),
      name: sanitise(span.name, 300),
      startMs: tenth(span.startMs - began),
      durationMs: tenth(Math.max(0, span.endMs - span.startMs)),
      error: isFailure(span),
    }));
  const took = Math.round(entry.endMs - entry.startMs);
  const bad = spans.filter((span) => span.error).map((span) => `${span.name} of ${span.service}`);
  return {
    kind: "trace",
    traceId: sanitise(trace.traceId, 64),
    failing,
    spans,
    text: sanitise(
      `Trace ${trace.traceId.slice(0, 8)}, ${failing ? "bad" : "healthy"}: ${took} ms${bad.length > 0 ? `, failing in ${[...new Set(bad)].slice(0, 4).join(", ")}` : ""}.`,
      1000,
    ),
  };
}
