import type { AttributeValue } from "../../../contracts/telemetry.ts";
import { LIMITS } from "../../../safety/limits.ts";
import { readAttributes } from "./attributes.ts";
import type { JsonReader } from "./json-reader.ts";

/** An `AnyValue`; null where it is absent or empty. @throws MalformedOtlp, OversizedOtlp */
export function readValue(r: JsonReader, json: unknown, depth: number): AttributeValue {
  if (json === undefined || json === null) return null;
  if (depth > LIMITS.otlpValueDepth)
    r.fail("a value", `nested no deeper than ${LIMITS.otlpValueDepth} levels`);
  const any = r.object(json, "AnyValue");
  if (present(any, "stringValue")) return r.text(any, "stringValue", "AnyValue");
  if (present(any, "boolValue")) return r.flag(any, "boolValue", "AnyValue");
  if (present(any, "intValue")) return r.int64(any.intValue, "AnyValue.intValue");
  if (present(any, "doubleValue")) return r.doubleOf(any.doubleValue, "AnyValue.doubleValue");
  const list = r.child(any, "arrayValue", "AnyValue");
  if (list !== undefined) {
    const values = r.list(list, "values", "ArrayValue");
    r.charge(values.length);
    return values.map((value) => readValue(r, value, depth + 1));
  }
  const map = r.child(any, "kvlistValue", "AnyValue");
  if (map !== undefined) return readAttributes(r, map, "values", "KeyValueList", depth + 1);
  if (!present(any, "bytesValue")) return null;
  return Buffer.from(r.text(any, "bytesValue", "AnyValue"), "base64").toString("base64");
}

function present(from: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.hasOwn(from, name) && from[name] !== null;
}
