import type { AttributeValue } from "../../../contracts/telemetry.ts";
import { readValue } from "./value.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const KEY_VALUE: WireTypes = [undefined, 2, 2];

/**
 * Reads a `KeyValue` that ends at `end` into `bag`. Of equal keys the last wins; `__proto__` is dropped,
 * for the sake of whoever copies attributes into an ordinary object later.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function readKeyValue(
  r: WireReader,
  end: number,
  bag: Record<string, AttributeValue>,
  depth: number,
): void {
  r.charge(1);
  let key = "";
  let value: AttributeValue = null;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) key = r.key(end);
    else if (tag === 18) value = readValue(r, r.stop(end), depth);
    else r.skip(tag, end, "KeyValue", KEY_VALUE);
  }
  if (key !== "__proto__") bag[key] = value;
}
