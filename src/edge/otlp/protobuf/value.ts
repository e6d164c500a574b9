import type { AttributeValue } from "../../../contracts/telemetry.ts";
import { LIMITS } from "../../../safety/limits.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { ANY_VALUE, LIST } from "./any-value-types.ts";
import { readKeyValue } from "./key-value.ts";
import type { WireReader } from "./wire-reader.ts";

/**
 * An `AnyValue` that ends at `end`; null where it is empty. Bytes become base64, as in OTLP's JSON form.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function readValue(r: WireReader, end: number, depth: number): AttributeValue {
  if (depth > LIMITS.otlpValueDepth) r.fail(`values are nested deeper than ${LIMITS.otlpValueDepth} levels`);
  let value: AttributeValue = null;
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10:
        value = r.sharedText(end);
        break;
      case 16:
        value = (r.varint32(end) | r.high) !== 0;
        break;
      case 24:
        value = r.int64(end);
        break;
      case 33:
        value = r.double(end);
        break;
      case 42:
        value = readList(r, r.stop(end), depth);
        break;
      case 50:
        value = readMap(r, r.stop(end), depth);
        break;
      case 58:
        value = r.base64(end);
        break;
      default:
        r.skip(tag, end, "AnyValue", ANY_VALUE);
    }
  }
  return value;
}

function readList(r: WireReader, end: number, depth: number): AttributeValue[] {
  const list: AttributeValue[] = [];
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) {
      r.charge(1);
      list.push(readValue(r, r.stop(end), depth + 1));
    } else r.skip(tag, end, "ArrayValue", LIST);
  }
  return list;
}

function readMap(r: WireReader, end: number, depth: number): AttributeValue {
  const map = new AttributeBag();
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) readKeyValue(r, r.stop(end), map, depth + 1);
    else r.skip(tag, end, "KeyValueList", LIST);
  }
  return map;
}
