import { passOverAttribute } from "./pass-over.ts";
import { EVENT } from "./span-types.ts";
import type { WireReader } from "./wire-reader.ts";

const EXCEPTION = Buffer.from("exception");
const FLAG = Buffer.from("feature_flag.key");

/**
 * Steps over a `Span.Event` that ends at `end`, for the price of reading it. False, and the reader is somewhere within, where
 * it tells an exception or a feature flag: those matter whoever looks at the trace.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function passOverEvent(r: WireReader, end: number): boolean {
  r.charge(8);
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 18) {
      const stop = r.stop(end);
      if (isAt(r, r.pos, stop, EXCEPTION)) return false;
      r.pos = stop;
    } else if (tag === 26) {
      const stop = r.stop(end);
      // Its first field is the key; where it is not, who reads it whole finds out.
      const { bytes, pos } = r;
      const keyEnd = pos + 2 + (bytes[pos + 1] as number);
      if (bytes[pos] !== 10 || keyEnd > stop || isAt(r, pos + 2, keyEnd, FLAG)) return false;
      passOverAttribute(r, stop);
    } else r.skip(tag, end, "Span.Event", EVENT);
  }
  return true;
}

function isAt({ bytes }: WireReader, start: number, stop: number, text: Buffer): boolean {
  if (stop - start !== text.length) return false;
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}
