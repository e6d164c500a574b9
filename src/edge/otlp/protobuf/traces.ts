import type { Resource, Span } from "../../../contracts/telemetry.ts";
import type { Decoded } from "../decoded.ts";
import type { Rejections } from "../rejections.ts";
import { unknownResource } from "../resource.ts";
import type { TraceInterest } from "../trace-interest.ts";
import { passOverCall } from "./pass-over-call.ts";
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
 *
 * @param isWanted without it, every span is.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function decodeTraces(bytes: Buffer, _receivedMs?: number, isWanted?: TraceInterest): Decoded {
  const r = new WireReader(bytes);
  const end = bytes.length;
  const spans: Span[] = [];
  const into: Into = { spans, passedOver: 0, rejections: { count: 0, reason: undefined }, isWanted };
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) readResourceSpans(r, r.stop(end), into);
    else r.skip(tag, end, "ExportTraceServiceRequest", REQUEST);
  }
  return {
    telemetry: {
      spans,
      points: [],
      logs: [],
      ...(into.passedOver > 0 ? { passedOver: into.passedOver } : {}),
    },
    rejected: into.rejections.count,
    reason: into.rejections.reason,
  };
}

interface Into {
  readonly spans: Span[];
  passedOver: number;
  readonly rejections: Rejections;
  readonly isWanted: TraceInterest | undefined;
}

function readResourceSpans(r: WireReader, end: number, into: Into): void {
  const resource = unknownResource();
  const first = into.spans.length;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) readScopeSpans(r, r.stop(end), into, resource, first);
    else if (tag === 10) readResource(r, r.stop(end), resource);
    else r.skip(tag, end, "ResourceSpans", RESOURCE_SPANS);
  }
}

function readScopeSpans(
  r: WireReader,
  end: number,
  into: Into,
  resource: Resource,
  firstOfResource: number,
): void {
  const { spans, rejections, isWanted } = into;
  const first = spans.length;
  let scope: Scope | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) {
      const stop = r.stop(end);
      const { count } = rejections;
      // One span at least tells that its process is there.
      if (isWanted && spans.length > firstOfResource && passOverCall(r, stop, rejections, isWanted)) {
        if (rejections.count === count) into.passedOver++;
      } else readSpan(r, stop, spans, rejections, resource, scope?.name);
    } else if (tag === 10) {
      scope = readScope(r, r.stop(end));
      // The wire format lets fields stand in any order, so spans may come before their scope.
      for (let at = first; at < spans.length; at++) (spans[at] as Span).scope = scope.name;
    } else r.skip(tag, end, "ScopeSpans", SCOPE_SPANS);
  }
  const attributes = scope?.attributes;
  if (attributes === undefined) return;
  for (let at = first; at < spans.length; at++) (spans[at] as Span).scopeAttributes = attributes;
}
