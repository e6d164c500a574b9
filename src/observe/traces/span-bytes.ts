import type { Attributes, AttributeValue, Span } from "../../contracts/telemetry.ts";

/** A span without attributes and events, and an attribute's slot. */
const SPAN = 360;
const SLOT = 16;
/** Keys and resources are shared, and most short texts are. */
const SHARED_TEXT = 24;
/** Of no convention, and so perhaps of one span alone. */
const LONG_KEY = 100;
const MAX_DEPTH = 6;

/** About how many bytes of memory a span holds. */
export function spanBytes(span: Span): number {
  let bytes = SPAN + bagBytes(span.attributes, 0);
  for (const text of [span.name, span.statusMessage, span.traceState, span.scope])
    if (text !== undefined && text.length > SHARED_TEXT) bytes += text.length;
  for (const event of span.events) bytes += 80 + bagBytes(event.attributes, 0);
  return bytes;
}

function bagBytes(bag: Attributes, depth: number): number {
  let bytes = 0;
  for (const key in bag) {
    bytes += SLOT + valueBytes(bag[key] as AttributeValue, depth);
    if (key.length > LONG_KEY) bytes += key.length;
  }
  return bytes;
}

function valueBytes(value: AttributeValue, depth: number): number {
  if (typeof value === "string") return value.length > SHARED_TEXT ? SLOT + value.length : 0;
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return 8;
  if (!Array.isArray(value)) return 64 + bagBytes(value, depth + 1);
  let bytes = 32;
  for (const one of value) bytes += 8 + valueBytes(one, depth + 1);
  return bytes;
}
