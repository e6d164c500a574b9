import { type Rejections, reject } from "../rejections.ts";
import { spanFault } from "../span-fault.ts";
import type { TraceInterest } from "../trace-interest.ts";
import { passOverAttribute } from "./pass-over.ts";
import { SPAN, STATUS } from "./span-types.ts";
import type { WireReader } from "./wire-reader.ts";

const INTERNAL = 1;
const CLIENT = 3;
const PRODUCER = 4;

/**
 * Steps over a `Span` that ends at `end` if it is a call, tells no event, and nobody looks at its trace; refuses and rejects
 * what `readSpan` does. Most spans of a busy system end here: nothing is made of them. Where it is any other span, or says so
 * too late (the wire format lets fields stand in any order, and twice), the reader is back where it was.
 *
 * @returns whether it was stepped over
 * @throws MalformedOtlp, OversizedOtlp
 */
export function passOverCall(
  r: WireReader,
  end: number,
  rejections: Rejections,
  isWanted: TraceInterest,
): boolean {
  const start = r.pos;
  const { units } = r;
  r.charge(8);
  let traceId: string | null = "";
  let spanId: string | null = "";
  let parentSpanId: string | null = "";
  let kind = 0;
  let startMs = 0;
  let endMs = 0;
  let isDecided = false;
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10:
        if (isDecided) return back(r, start, units);
        traceId = r.id(16, end);
        break;
      case 18:
        spanId = r.seesId(8, end);
        break;
      case 34:
        parentSpanId = r.seesId(8, end);
        break;
      case 48:
        if (isDecided) return back(r, start, units);
        kind = r.varint32(end);
        if (kind !== INTERNAL && kind !== CLIENT && kind !== PRODUCER) return back(r, start, units);
        break;
      case 57:
        startMs = r.epochMs(end);
        break;
      case 65:
        endMs = r.epochMs(end);
        break;
      case 74:
        if (!isDecided) {
          if (kind === 0 || (traceId && isWanted(traceId))) return back(r, start, units);
          isDecided = true;
        }
        passOverAttribute(r, r.stop(end));
        break;
      case 90:
        return back(r, start, units);
      case 122: {
        const stop = r.stop(end);
        while (r.pos < stop) r.skip(r.tag(stop), stop, "Status", STATUS);
        break;
      }
      default:
        r.skip(tag, end, "Span", SPAN);
    }
  }
  if (!isDecided && (kind === 0 || (traceId && isWanted(traceId)))) return back(r, start, units);
  const fault = spanFault(traceId, spanId, parentSpanId, startMs, endMs);
  if (fault !== undefined) reject(rejections, fault);
  return true;
}

function back(r: WireReader, start: number, units: number): false {
  r.back(start, units);
  return false;
}
