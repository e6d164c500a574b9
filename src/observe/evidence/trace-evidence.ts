import type { Span } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { isFailure } from "../is-failure.ts";
import { operationOf } from "../operation-of.ts";
import { revisionOf } from "../revision-of.ts";
import type { TraceRecord } from "../traces/trace-record.ts";
import { chooseBad, chooseHealthy } from "./choose-exemplars.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";
import { failingSignature } from "./failing-signature.ts";

const MAX_SPANS = 40;
const MAX_BAD = 3;
const MAX_LOOKED_AT = 80;

/** Requests that went bad, chosen to differ, and a healthy one that is as like the first of them as there is. */
export function traceEvidence({ anomaly, record, memory, slowMs, before }: EvidenceContext): Unnumbered[] {
  if (anomaly.symptom === "memory") return [];
  const of = { service: record.service, operation: anomaly.operation, scopes: record.scopes };
  const isBad = (entry: Span) => (slowMs === null ? isFailure(entry) : entry.endMs - entry.startMs > slowMs);
  const bad = memory.traces.requests(of, (entry) => isBad(entry) && entry.endMs >= before, MAX_LOOKED_AT);
  const chosen = chooseBad(bad, MAX_BAD);
  const good = memory.traces.requests(of, (entry) => !isBad(entry) && !isFailure(entry), MAX_LOOKED_AT);
  const newest = good[0] ?? null;
  const healthy = chosen[0] ? (chooseHealthy(good, chosen[0]) ?? newest) : newest;
  return [...chosen, ...(healthy ? [healthy] : [])].map(({ record: trace, entry }) =>
    exemplar(trace, entry, isBad(entry)),
  );
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
  const signature = failing ? failingSignature(all, entry) : undefined;
  const revision = revisionOf(entry.resource);
  return {
    kind: "trace",
    traceId: sanitise(trace.traceId, 64),
    failing,
    operation: operationOf(entry),
    ...(revision ? { revision } : {}),
    ...(signature ? { signature } : {}),
    spans,
    reference: {
      traceId: sanitise(trace.traceId, 64),
      spanId: sanitise(entry.spanId, 32),
      at: new Date(entry.startMs).toISOString(),
    },
    text: sanitise(
      `Trace ${trace.traceId.slice(0, 8)}, ${failing ? "bad" : "healthy"}: ${took} ms${bad.length > 0 ? `, failing in ${[...new Set(bad)].slice(0, 4).join(", ")}` : ""}${signature ? `, with ${signature}` : ""}.`,
      1000,
    ),
  };
}
