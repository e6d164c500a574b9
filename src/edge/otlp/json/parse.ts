import { MalformedOtlp } from "../malformed-otlp.ts";
import { OversizedOtlp } from "../oversized-otlp.ts";
import { hasTooManyValues } from "./has-too-many-values.ts";
import type { JsonObject } from "./json-reader.ts";

/** The JSON object in `bytes`. @throws MalformedOtlp, OversizedOtlp */
export function parseObject(bytes: Buffer): JsonObject {
  if (hasTooManyValues(bytes)) {
    throw new OversizedOtlp("the request holds too many values: export smaller batches");
  }
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    // V8's message quotes the body, which is a stranger's text: only its position is passed on.
    const position = /at position \d+/.exec(error instanceof Error ? error.message : "")?.[0];
    throw new MalformedOtlp(`the body is not valid JSON${position === undefined ? "" : ` (${position})`}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MalformedOtlp("the body must be a JSON object");
  }
  return value as JsonObject;
}
