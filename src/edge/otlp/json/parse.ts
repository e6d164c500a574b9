import { TURN_BYTES } from "../in-turns.ts";
import { MalformedOtlp } from "../malformed-otlp.ts";
import { OversizedOtlp } from "../oversized-otlp.ts";
import { hasTooManyValues } from "./has-too-many-values.ts";
import type { JsonObject } from "./json-reader.ts";

/** The JSON object in `bytes`; of a large one, stops before it is parsed and after. @throws MalformedOtlp, OversizedOtlp */
export function* parseObject(bytes: Buffer): Generator<void, JsonObject> {
  if (hasTooManyValues(bytes)) {
    throw new OversizedOtlp("the request holds too many values: export smaller batches");
  }
  if (bytes.length > TURN_BYTES) yield;
  const object = parsed(bytes);
  if (bytes.length > TURN_BYTES) yield;
  return object;
}

function parsed(bytes: Buffer): JsonObject {
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
