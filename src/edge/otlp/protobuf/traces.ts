import type { Resource, Span } from "../../../contracts/telemetry.ts";
import type { Decoded } from "../decoded.ts";
import type { Rejections } from "../rejections.ts";
import { unknownResource } from "../resource.ts";
import { readResource } from "./resource.ts";
import { readScope, type Scope } from "./scope.ts";
import { readSpan } from "./span.ts";
import { WireReader, type WireTypes } from "./wire-reader.ts";

const REQUEST: WireTypes = [undefined, 2];
const RESOURCE_SPANS: WireTypes = [undefined, 2, 2, 2];
const SCOPE_SPANS: WireTypes = [undefined, 2, 2, 2];

/**
 * Decodes an `ExportTraceServiceRequest`
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto).
 * Links, flags and dropped counts are stepped over.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function decodeTraces(bytes: Buffer): Decoded {
  const r = new WireReader(bytes);
  const end = bytes.length;
  const spans: Span[] = [];
  const rejections: Rejections = { count: 0, reason: undefined };
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) readResourceSpans(r, r.stop(end), spans, rejections);
    else r.skip(tag, end, "ExportTraceServiceRequest", REQUEST);
  }
  return {
    telemetry: { spans, points: [], logs: [] },
    rejected: rejections.count,
    reason: rejections.reason,
  };
}

function readResourceSpans(r: WireReader, end: number, spans: Span[], rejections: Rejections): void {
  const resource = unknownResource();
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) readScopeSpans(r, r.stop(end), spans, rejections, resource);
    else if (tag === 10) readResource(r, r.stop(end), resource);
    else r.skip(tag, end, "ResourceSpans", RESOURCE_SPANS);
  }
}

function readScopeSpans(
  r: WireReader,
  end: number,
  spans: Span[],
  rejections: Rejections,
  resource: Resource,
): void {
  const first = spans.length;
  let scope: Scope | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) readSpan(r, r.stop(end), spans, rejections, resource, scope?.name);
    else if (tag === 10) {
      scope = readScope(r, r.stop(end));
      // The wire format lets fields stand in any order, so spans may come before their scope.
      for (let at = first; at < spans.length; at++) (spans[at] as Span).scope = scope.name;
    } else r.skip(tag, end, "ScopeSpans", SCOPE_SPANS);
  }
  const attributes = scope?.attributes;
  if (attributes === undefined) return;
  for (let at = first; at < spans.length; at++) (spans[at] as Span).scopeAttributes = attributes;
}
