import type { Symptom } from "../../contracts/signal.ts";
import type { Span } from "../../contracts/telemetry.ts";
import { attributeText } from "../attribute-text.ts";
import { isEntry } from "../is-entry.ts";
import { isFailure } from "../is-failure.ts";
import { operationOf } from "../operation-of.ts";
import { callersOf } from "./callers-of.ts";
import type { TraceRecord } from "./trace-record.ts";

/** Where one bad request began to be bad, and who else suffered in it. */
export interface Origin {
  service: string;
  operation: string;
  symptom: Symptom;
  sufferers: string[];
  /** False where a call went wrong and the called service has not said yet what it saw of it. */
  complete: boolean;
}

export interface Normal {
  /** Median duration of the operation when all was well; null where it is not known. */
  medianMs(service: string, operation: string): number | null;
  /** Above this a request is slow; null where nobody said. */
  slowMs(service: string, operation: string): number | null;
}

/** Share of an entry's delay that its calls must explain for the delay to be theirs. */
const INHERITED = 0.6;

/**
 * Follows one failing or slow request down the trace to the service where it began. A failure is inherited when a
 * called service failed too, or was too slow for a call that then failed; a delay is inherited when the called
 * services took that much longer than they normally do (own time, conditional on the children's). A service that
 * merely calls another one more often finds its children as fast as ever and keeps the blame.
 */
export function findOrigin(record: TraceRecord, entry: Span, symptom: Symptom, normal: Normal): Origin {
  const path = [entry];
  let current = entry;
  let complete = true;
  let kind = symptom;
  for (let depth = 0; depth < 30; depth++) {
    const { local, remote } = record.below(current, isEntry);
    complete = !unanswered(local, remote, kind);
    const next = kind === "errors" ? failingCall(local, remote, normal) : slowCall(current, remote, normal);
    if (!next || path.includes(next.span)) break;
    current = next.span;
    kind = next.symptom;
    path.push(current);
  }
  const service = current.resource.service;
  return {
    service,
    operation: operationOf(current),
    symptom: kind,
    sufferers: [
      ...new Set(
        [...callersOf(record, entry).filter(suffers(symptom)), ...path].map((s) => s.resource.service),
      ),
    ].filter((name) => name !== service),
    complete,
  };
}

/** Whether a call that failed, or took most of the time, has no entry span on its other side yet. */
function unanswered(local: Span[], remote: Span[], symptom: Symptom): boolean {
  const answered = new Set(remote.map((span) => span.parentSpanId));
  const calls = local.filter(
    (span) => span.kind === "client" && !attributeText(span.attributes, "db.system.name", "db.system"),
  );
  if (symptom === "errors") return calls.some((span) => isFailure(span) && !answered.has(span.spanId));
  const slowest = calls.sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs))[0];
  return slowest !== undefined && !answered.has(slowest.spanId);
}

function failingCall(local: Span[], remote: Span[], normal: Normal): { span: Span; symptom: Symptom } | null {
  const failing = remote.find(isFailure);
  if (failing) return { span: failing, symptom: "errors" };
  const broken = new Set(
    local.filter((s) => s.kind === "client" && s.status === "error").map((s) => s.spanId),
  );
  const late = remote.find((span) => {
    const limit = normal.slowMs(span.resource.service, operationOf(span));
    return broken.has(span.parentSpanId ?? "") && limit !== null && span.endMs - span.startMs > limit;
  });
  return late ? { span: late, symptom: "latency" } : null;
}

function slowCall(entry: Span, remote: Span[], normal: Normal): { span: Span; symptom: Symptom } | null {
  const calls = remote.map((span) => ({ span, excess: excess(span, normal) }));
  const slowest = calls.sort((a, b) => b.excess - a.excess)[0];
  const explained = calls.reduce((sum, call) => sum + call.excess, 0);
  if (!slowest || explained < INHERITED * excess(entry, normal) || slowest.excess <= 0) return null;
  return { span: slowest.span, symptom: "latency" };
}

function excess(span: Span, normal: Normal): number {
  const duration = span.endMs - span.startMs;
  const operation = operationOf(span);
  const median = normal.medianMs(span.resource.service, operation);
  if (median !== null) return Math.max(0, duration - median);
  const limit = normal.slowMs(span.resource.service, operation);
  return limit !== null && duration > limit ? duration : 0;
}

const suffers = (symptom: Symptom) => (caller: Span) => symptom !== "errors" || isFailure(caller);
