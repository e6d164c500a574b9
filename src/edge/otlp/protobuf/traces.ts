import type { CountedSpan, Resource, Span, TraceInterest } from "../../../contracts/telemetry.ts";
import type { Decoded } from "../decoded.ts";
import { decodeWhole, TURN_BYTES } from "../in-turns.ts";
import type { Rejections } from "../rejections.ts";
import { unknownResource } from "../resource.ts";
import { passOverSpan } from "./pass-over-span.ts";
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
 * @param interest without it, every span is read whole.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function decodeTraces(bytes: Buffer, receivedMs?: number, interest?: TraceInterest): Decoded {
  return decodeWhole(decodeTracesInParts(bytes, receivedMs, interest));
}

/** As `decodeTraces`, and stops now and then on the way. */
export function* decodeTracesInParts(
  bytes: Buffer,
  _receivedMs?: number,
  interest?: TraceInterest,
): Generator<void, Decoded> {
  const r = new WireReader(bytes);
  const end = bytes.length;
  const spans: Span[] = [];
  const counted: CountedSpan[] = [];
  const rejections: Rejections = { count: 0, reason: undefined };
  const into: Into = { spans, counted, passedOver: 0, rejections, interest, turnEnd: TURN_BYTES };
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) yield* readResourceSpans(r, r.stop(end), into);
    else r.skip(tag, end, "ExportTraceServiceRequest", REQUEST);
  }
  return {
    telemetry: {
      spans,
      points: [],
      logs: [],
      ...(into.passedOver > 0 ? { counted, passedOver: into.passedOver } : {}),
    },
    rejected: into.rejections.count,
    reason: into.rejections.reason,
  };
}

interface Into {
  readonly spans: Span[];
  readonly counted: CountedSpan[];
  passedOver: number;
  readonly rejections: Rejections;
  readonly interest: TraceInterest | undefined;
  /** Where in the body this turn of the event loop is over. */
  turnEnd: number;
}

function* readResourceSpans(r: WireReader, end: number, into: Into): Generator<void, void> {
  let resource: Resource | undefined;
  const { spans, counted } = into;
  const first = spans.length;
  const firstCounted = counted.length;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) {
      resource ??= unknownResource();
      yield* readScopeSpans(r, r.stop(end), into, resource, first + firstCounted);
    } else if (tag === 10) {
      // The wire format lets fields stand in any order, and twice: what came before is of this resource too.
      resource = readResource(r, r.stop(end));
      for (let at = first; at < spans.length; at++) (spans[at] as Span).resource = resource;
      for (let at = firstCounted; at < counted.length; at++) (counted[at] as CountedSpan).resource = resource;
    } else r.skip(tag, end, "ResourceSpans", RESOURCE_SPANS);
  }
}

function* readScopeSpans(
  r: WireReader,
  end: number,
  into: Into,
  resource: Resource,
  toldBefore: number,
): Generator<void, void> {
  const { spans, counted, rejections, interest } = into;
  const first = spans.length;
  const firstCounted = counted.length;
  let scope: Scope | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) {
      const stop = r.stop(end);
      const { count } = rejections;
      // One span at least tells that its process is there.
      const mayBeCall = spans.length + counted.length > toldBefore;
      if (interest && passOverSpan(r, stop, mayBeCall, counted, rejections, resource, interest)) {
        if (rejections.count === count) into.passedOver++;
      } else readSpan(r, stop, spans, rejections, resource, scope?.name);
      if (r.pos > into.turnEnd) {
        into.turnEnd = r.pos + TURN_BYTES;
        yield;
      }
    } else if (tag === 10) {
      scope = readScope(r, r.stop(end));
      // The wire format lets fields stand in any order, so spans may come before their scope.
      for (let at = first; at < spans.length; at++) (spans[at] as Span).scope = scope.name;
    } else r.skip(tag, end, "ScopeSpans", SCOPE_SPANS);
  }
  const attributes = scope?.attributes;
  if (attributes === undefined) return;
  for (let at = first; at < spans.length; at++) (spans[at] as Span).scopeAttributes = attributes;
  for (let at = firstCounted; at < counted.length; at++)
    (counted[at] as CountedSpan).scopeAttributes = attributes;
}
