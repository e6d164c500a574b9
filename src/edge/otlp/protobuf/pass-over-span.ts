import type { CountedSpan, Resource, TraceInterest } from "../../../contracts/telemetry.ts";
import { type Rejections, reject } from "../rejections.ts";
import { SPAN_KINDS, SPAN_STATUSES } from "../span-enums.ts";
import { spanFault } from "../span-fault.ts";
import { AskedAttributes, type SharedAttributes } from "./asked-attributes.ts";
import { passOverAttribute } from "./pass-over.ts";
import { passOverEvent } from "./pass-over-event.ts";
import { SPAN, STATUS } from "./span-types.ts";
import type { WireReader } from "./wire-reader.ts";

const INTERNAL = 1;
const SERVER = 2;
const PRODUCER = 4;
const CONSUMER = 5;

let asked: AskedAttributes | undefined;
let askedBy: ReadonlySet<string> | undefined;

/**
 * Steps over a `Span` that ends at `end` if nobody looks at its trace and it tells no event that matters; refuses and rejects what
 * `readSpan` does. Most spans of a busy system end here: of a call nothing is made, and of an entry what its request is
 * counted by. Where it is any other span, or says so too late (the wire format lets fields stand in any order, and
 * twice), the reader is back where it was.
 *
 * @param mayBeCall whether calls are passed over as well
 * @returns whether it was stepped over
 * @throws MalformedOtlp, OversizedOtlp
 */
export function passOverSpan(
  r: WireReader,
  end: number,
  mayBeCall: boolean,
  counted: CountedSpan[],
  rejections: Rejections,
  resource: Resource,
  interest: TraceInterest,
): boolean {
  const start = r.pos;
  const { units } = r;
  r.charge(8);
  let traceId: string | null = "";
  let traceAt = 0;
  let spanId: string | null = "";
  let spanAt = 0;
  let parentSpanId: string | null = "";
  let nameAt = 0;
  let traceState = "";
  let kind = 0;
  let startMs = 0;
  let endMs = 0;
  let code = 0;
  let isDecided = false;
  let attributes: SharedAttributes | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10:
        if (isDecided) return back(r, start, units);
        traceId = r.seesId(16, end);
        traceAt = r.pos - 16;
        break;
      case 18:
        spanId = r.seesId(8, end);
        spanAt = r.pos - 8;
        break;
      case 26:
        traceState = r.text(end);
        break;
      case 34:
        parentSpanId = r.seesId(8, end);
        break;
      case 42:
        nameAt = r.pos;
        r.pos = r.stop(end);
        break;
      case 48:
        if (isDecided) return back(r, start, units);
        kind = r.varint32(end);
        if (kind < INTERNAL || kind > CONSUMER) return back(r, start, units);
        if (kind <= PRODUCER && kind !== SERVER && !mayBeCall) return back(r, start, units);
        break;
      case 57:
        startMs = r.epochMs(end);
        break;
      case 65:
        endMs = r.epochMs(end);
        break;
      case 74: {
        if (!isDecided) {
          if (kind === 0 || isLookedAt(r, traceId, traceAt, interest)) return back(r, start, units);
          isDecided = true;
        }
        const stop = r.stop(end);
        if (kind !== SERVER && kind !== CONSUMER) passOverAttribute(r, stop);
        else {
          attributes ??= askedOf(interest).begin();
          const more = (asked as AskedAttributes).step(r, stop, attributes);
          if (more === null) return back(r, start, units);
          attributes = more;
        }
        break;
      }
      case 90:
        if (!isDecided) {
          if (kind === 0 || isLookedAt(r, traceId, traceAt, interest)) return back(r, start, units);
          isDecided = true;
        }
        if (!passOverEvent(r, r.stop(end))) return back(r, start, units);
        break;
      case 122: {
        const stop = r.stop(end);
        while (r.pos < stop) {
          const field = r.tag(stop);
          if (field === 24) code = r.varint32(stop);
          // Of a request that says why it failed that is kept.
          else if (field === 18 && (kind === SERVER || kind === CONSUMER)) return back(r, start, units);
          else r.skip(field, stop, "Status", STATUS);
        }
        break;
      }
      default:
        r.skip(tag, end, "Span", SPAN);
    }
  }
  if (!isDecided && (kind === 0 || isLookedAt(r, traceId, traceAt, interest))) return back(r, start, units);
  const isRequest = kind === SERVER || kind === CONSUMER;
  if (isRequest) {
    attributes ??= askedOf(interest).begin();
    if (!(asked as AskedAttributes).isEnough(attributes)) return back(r, start, units);
  }
  const fault = spanFault(traceId, spanId, parentSpanId, startMs, endMs);
  if (fault !== undefined) {
    reject(rejections, fault);
    return true;
  }
  if (isRequest) {
    const { view } = r;
    counted.push({
      ids: [
        view.getInt32(traceAt + 8),
        view.getInt32(traceAt + 12),
        view.getInt32(spanAt),
        view.getInt32(spanAt + 4),
      ],
      traceState: traceState === "" ? undefined : traceState,
      name: nameAt === 0 ? "" : nameOf(r, nameAt, end),
      kind: SPAN_KINDS[kind] as "server" | "consumer",
      startMs,
      endMs: endMs < startMs ? startMs : endMs,
      status: SPAN_STATUSES[code] ?? "unset",
      attributes: (attributes as SharedAttributes).bag,
      resource,
      scopeAttributes: undefined,
    });
  }
  return true;
}

function isLookedAt(r: WireReader, traceId: string | null, at: number, interest: TraceInterest): boolean {
  if (!traceId) return false;
  const rank = ((r.bytes[at + 14] as number) << 8) | (r.bytes[at + 15] as number);
  return interest.among(rank) && interest.takes(r.idAt(16, at));
}

function askedOf(interest: TraceInterest): AskedAttributes {
  if (asked === undefined || askedBy !== interest.asked) {
    asked = new AskedAttributes(interest);
    askedBy = interest.asked;
  }
  return asked;
}

function nameOf(r: WireReader, at: number, end: number): string {
  const { pos } = r;
  r.pos = at;
  const name = r.sharedText(end);
  r.pos = pos;
  return name;
}

function back(r: WireReader, start: number, units: number): false {
  r.back(start, units);
  return false;
}
