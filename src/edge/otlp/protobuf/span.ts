import type { AttributeValue, Resource, Span, SpanEvent } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { NO_ATTRIBUTES } from "../no-attributes.ts";
import { type Rejections, reject } from "../rejections.ts";
import { SPAN_KINDS, SPAN_STATUSES } from "../span-enums.ts";
import { spanFault } from "../span-fault.ts";
import { readAttribute } from "./key-value.ts";
import { EVENT, SPAN, STATUS } from "./span-types.ts";
import type { WireReader } from "./wire-reader.ts";

const NO_EVENTS: readonly SpanEvent[] = Object.freeze([]);

/** Reads a `Span` that ends at `end` into `spans`, or counts why it is no valid one. @throws MalformedOtlp */
export function readSpan(
  r: WireReader,
  end: number,
  spans: Span[],
  rejections: Rejections,
  resource: Resource,
  scope: string | undefined,
): void {
  r.charge(8);
  let traceId: string | null = "";
  let spanId: string | null = "";
  let parentSpanId: string | null = "";
  let traceState = "";
  let name = "";
  let kind = 0;
  let startMs = 0;
  let endMs = 0;
  let code = 0;
  let statusMessage = "";
  let attributes: Record<string, AttributeValue> | undefined;
  let events: SpanEvent[] | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10:
        traceId = r.id(16, end);
        break;
      case 18:
        spanId = r.id(8, end);
        break;
      case 26:
        traceState = r.text(end);
        break;
      case 34:
        parentSpanId = r.id(8, end);
        break;
      case 42:
        name = r.sharedText(end);
        break;
      case 48:
        kind = r.varint32(end);
        break;
      case 57:
        startMs = r.epochMs(end);
        break;
      case 65:
        endMs = r.epochMs(end);
        break;
      case 74:
        attributes ??= new AttributeBag();
        readAttribute(r, r.stop(end), attributes);
        break;
      case 90:
        events ??= [];
        events.push(readEvent(r, r.stop(end)));
        break;
      case 122: {
        const stop = r.stop(end);
        while (r.pos < stop) {
          const field = r.tag(stop);
          if (field === 24) code = r.varint32(stop);
          else if (field === 18) statusMessage = r.sharedText(stop);
          else r.skip(field, stop, "Status", STATUS);
        }
        break;
      }
      default:
        r.skip(tag, end, "Span", SPAN);
    }
  }
  const fault = spanFault(traceId, spanId, parentSpanId, startMs, endMs);
  if (fault !== undefined) {
    reject(rejections, fault);
    return;
  }
  spans.push({
    traceId: traceId as string,
    spanId: spanId as string,
    parentSpanId: parentSpanId === "" ? undefined : (parentSpanId as string),
    traceState: traceState === "" ? undefined : traceState,
    name,
    kind: SPAN_KINDS[kind] ?? "unspecified",
    startMs,
    endMs: endMs < startMs ? startMs : endMs,
    status: SPAN_STATUSES[code] ?? "unset",
    statusMessage: statusMessage === "" ? undefined : statusMessage,
    attributes: attributes ?? NO_ATTRIBUTES,
    events: events ?? NO_EVENTS,
    resource,
    scope,
  });
}

function readEvent(r: WireReader, end: number): SpanEvent {
  r.charge(8);
  let name = "";
  let timeMs = 0;
  let attributes: Record<string, AttributeValue> | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 9:
        timeMs = r.epochMs(end);
        break;
      case 18:
        name = r.sharedText(end);
        break;
      case 26:
        attributes ??= new AttributeBag();
        readAttribute(r, r.stop(end), attributes);
        break;
      default:
        r.skip(tag, end, "Span.Event", EVENT);
    }
  }
  return { name, timeMs, attributes: attributes ?? NO_ATTRIBUTES };
}
