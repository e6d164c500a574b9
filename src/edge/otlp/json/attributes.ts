import type { AttributeValue } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import type { JsonObject, JsonReader } from "./json-reader.ts";
import { readValue } from "./value.ts";

/**
 * The `KeyValue` list in field `name` of `from`. Of equal keys the last wins; `__proto__` is dropped.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function readAttributes(
  r: JsonReader,
  from: JsonObject,
  name: string,
  message: string,
  depth: number,
): Record<string, AttributeValue> {
  const bag = new AttributeBag();
  const list = r.list(from, name, message);
  r.charge(list.length);
  for (const entry of list) {
    const pair = r.object(entry, "KeyValue");
    const key = r.text(pair, "key", "KeyValue");
    const value = readValue(r, r.field(pair, "value"), depth);
    if (key !== "__proto__") bag[key] = value;
  }
  return bag;
}
