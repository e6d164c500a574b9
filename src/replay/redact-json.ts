import { redact } from "../safety/redact.ts";
import type { CompiledPattern } from "../safety/redaction-pattern.ts";

/** What a replay finds its way by, and no text of anybody's. */
const NAMES =
  /^(?:traceId|spanId|parentSpanId|sha|blob|fingerprint|revision|.*UnixNano|at|time|startsAt|created_at)$/;
const PLAIN = /^[\w.:+-]{0,64}$/;

/**
 * A copy of plain data with every text in it redacted. No text becomes longer by it, so that what had to fit before
 * fits after; ids and times stay as they are, where they look like such.
 */
export function redactJson<T>(value: T, patterns: readonly CompiledPattern[]): T {
  const walk = (one: unknown, name: string): unknown => {
    if (typeof one === "string") {
      if (one.length < 4 || (NAMES.test(name) && PLAIN.test(one))) return one;
      return redact(one, patterns).slice(0, one.length);
    }
    if (Array.isArray(one)) return one.map((each) => walk(each, name));
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [walk(key, ""), walk(each, key)]));
  };
  return walk(value, "") as T;
}
