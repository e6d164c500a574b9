import type { Json } from "./recorder.ts";

/** Attributes as OTLP JSON writes them: integers as strings. */
export function otlpAttributes(values: Readonly<Record<string, string | number | undefined>>): Json[] {
  return Object.entries(values).flatMap(([key, value]): Json[] => {
    if (value === undefined) return [];
    if (typeof value === "string") return [{ key, value: { stringValue: value } }];
    return [{ key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } }];
  });
}
