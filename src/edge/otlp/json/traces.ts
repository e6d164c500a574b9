import type { Resource, Span, SpanEvent } from "../../../contracts/telemetry.ts";
import type { Decoded } from "../decoded.ts";
import { decodeWhole } from "../in-turns.ts";
import { type Rejections, reject } from "../rejections.ts";
import { SPAN_KINDS, SPAN_STATUSES } from "../span-enums.ts";
import { spanFault } from "../span-fault.ts";
import { readAttributes } from "./attributes.ts";
import { type JsonObject, JsonReader } from "./json-reader.ts";
import { parseObject } from "./parse.ts";
import { readResource } from "./resource.ts";

/** Decodes an `ExportTraceServiceRequest` in JSON. @throws MalformedOtlp, OversizedOtlp */
export function decodeTracesJson(bytes: Buffer): Decoded {
  return decodeWhole(decodeTracesJsonInParts(bytes));
}

/** As `decodeTracesJson`, and stops before and after it is parsed, and now and then on the way. */
export function* decodeTracesJsonInParts(bytes: Buffer): Generator<void, Decoded> {
  const r = new JsonReader();
  const spans: Span[] = [];
  const rejections: Rejections = { count: 0, reason: undefined };
  const request = yield* parseObject(bytes);
  for (const entry of r.list(request, "resourceSpans", "ExportTraceServiceRequest")) {
    const resourceSpans = r.object(entry, "ResourceSpans");
    const resource = readResource(r, resourceSpans, "ResourceSpans");
    for (const inner of r.list(resourceSpans, "scopeSpans", "ResourceSpans")) {
      const scopeSpans = r.object(inner, "ScopeSpans");
      const scope = r.child(scopeSpans, "scope", "ScopeSpans");
      const name = scope === undefined ? "" : r.text(scope, "name", "InstrumentationScope");
      const first = spans.length;
      for (const json of r.list(scopeSpans, "spans", "ScopeSpans")) {
        readSpan(r, r.object(json, "Span"), spans, rejections, resource, name || undefined);
        if (r.isTurnOver()) yield;
      }
      if (scope === undefined || r.list(scope, "attributes", "InstrumentationScope").length === 0) continue;
      const attributes = readAttributes(r, scope, "attributes", "InstrumentationScope", 1);
      for (let at = first; at < spans.length; at++) (spans[at] as Span).scopeAttributes = attributes;
    }
  }
  return {
    telemetry: { spans, points: [], logs: [] },
    rejected: rejections.count,
    reason: rejections.reason,
  };
}

function readSpan(
  r: JsonReader,
  json: JsonObject,
  spans: Span[],
  rejections: Rejections,
  resource: Resource,
  scope: string | undefined,
): void {
  r.charge(8);
  const traceId = r.id(json, "traceId", "Span", 16);
  const spanId = r.id(json, "spanId", "Span", 8);
  const parentSpanId = r.id(json, "parentSpanId", "Span", 8);
  const startMs = r.epochMs(json, "startTimeUnixNano", "Span");
  const endMs = r.epochMs(json, "endTimeUnixNano", "Span");
  const status = r.child(json, "status", "Span") ?? {};
  const span: Span = {
    traceId: traceId ?? "",
    spanId: spanId ?? "",
    parentSpanId: parentSpanId || undefined,
    traceState: r.text(json, "traceState", "Span") || undefined,
    name: r.text(json, "name", "Span"),
    kind: SPAN_KINDS[r.enumeration(json, "kind", "Span", "SPAN_KIND_", SPAN_KINDS)] ?? "unspecified",
    startMs,
    endMs: Math.max(startMs, endMs),
    status: SPAN_STATUSES[r.enumeration(status, "code", "Status", "STATUS_CODE_", SPAN_STATUSES)] ?? "unset",
    statusMessage: r.text(status, "message", "Status") || undefined,
    attributes: readAttributes(r, json, "attributes", "Span", 1),
    events: r.list(json, "events", "Span").map((event) => readEvent(r, r.object(event, "Span.Event"))),
    resource,
    scope,
  };
  const fault = spanFault(traceId, spanId, parentSpanId, startMs, endMs);
  if (fault === undefined) spans.push(span);
  else reject(rejections, fault);
}

function readEvent(r: JsonReader, json: JsonObject): SpanEvent {
  r.charge(8);
  return {
    name: r.text(json, "name", "Span.Event"),
    timeMs: r.epochMs(json, "timeUnixNano", "Span.Event"),
    attributes: readAttributes(r, json, "attributes", "Span.Event", 1),
  };
}
