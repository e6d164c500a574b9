import { LIMITS } from "../../../safety/limits.ts";
import { ANY_VALUE, KEY_VALUE, LIST } from "./any-value-types.ts";
import type { WireReader } from "./wire-reader.ts";

/**
 * Checks a `KeyValue` that ends at `end` and keeps nothing of it: refuses what `readAttribute` does, for the same price of
 * the request's allowance.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function passOverAttribute(r: WireReader, end: number, depth = 1): void {
  r.charge(1);
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) r.pos = r.stop(end);
    else if (tag === 18) passOverValue(r, r.stop(end), depth);
    else r.skip(tag, end, "KeyValue", KEY_VALUE);
  }
}

/** As `passOverAttribute`, for its value. */
export function passOverValue(r: WireReader, end: number, depth: number): void {
  if (depth > LIMITS.otlpValueDepth) r.fail(`values are nested deeper than ${LIMITS.otlpValueDepth} levels`);
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10 || tag === 58) r.pos = r.stop(end);
    else if (tag === 42) passOverList(r, r.stop(end), depth);
    else if (tag === 50) passOverMap(r, r.stop(end), depth);
    else r.skip(tag, end, "AnyValue", ANY_VALUE);
  }
}

function passOverList(r: WireReader, end: number, depth: number): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) {
      r.charge(1);
      passOverValue(r, r.stop(end), depth + 1);
    } else r.skip(tag, end, "ArrayValue", LIST);
  }
}

function passOverMap(r: WireReader, end: number, depth: number): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) passOverAttribute(r, r.stop(end), depth + 1);
    else r.skip(tag, end, "KeyValueList", LIST);
  }
}
