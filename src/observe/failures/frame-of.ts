import type { Frame } from "../../contracts/evidence.ts";
import type { Attributes } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { attributeNumber } from "../attribute-number.ts";
import { attributeText } from "../attribute-text.ts";
import { isInApp } from "./is-in-app.ts";

/** `code.*` of a span or log record, in its stable and its older spelling (https://opentelemetry.io/docs/specs/semconv/registry/attributes/code/). */
export function frameOf(attributes: Attributes): Frame | undefined {
  const path = attributeText(attributes, "code.file.path", "code.filepath")?.replace(/^file:\/\//, "");
  if (!path) return undefined;
  const line = attributeNumber(attributes, "code.line.number", "code.lineno");
  const symbol = attributeText(attributes, "code.function.name", "code.function");
  return {
    path: sanitise(path, 500),
    ...(line !== undefined && line >= 0 ? { line: Math.floor(line) } : {}),
    ...(symbol ? { function: sanitise(symbol, 300) } : {}),
    inApp: isInApp(path),
  };
}
