import type { AttributeValue } from "../../../contracts/telemetry.ts";
import { KEY_VALUE } from "./any-value-types.ts";
import { InternTable } from "./intern-table.ts";
import { readValue } from "./value.ts";
import type { WireReader } from "./wire-reader.ts";

export interface Pair {
  readonly key: string;
  readonly value: string | number | boolean;
  /** What `AskedAttributes` makes of the key, and which of them it was. */
  role: "asked" | "path" | "none";
  roleFor: object | undefined;
}

/** Whole pairs, `http.request.method` with `GET`: most attributes of a batch are among a few hundred of them. */
const pairs = new InternTable<Pair>(8192, 256);

/**
 * Reads an attribute, a `KeyValue` that ends at `end`, into `bag`. Of equal keys the last wins; `__proto__` is
 * dropped, for the sake of whoever copies attributes into an ordinary object later.
 * @throws MalformedOtlp, OversizedOtlp
 */
export function readAttribute(r: WireReader, end: number, bag: Record<string, AttributeValue>): void {
  const start = r.pos;
  const known = pairs.find(r.view, start, end);
  if (known !== undefined) {
    r.charge(1);
    r.pos = end;
    bag[known.key] = known.value;
    return;
  }
  const key = readKeyValue(r, end, bag, 1);
  const value = bag[key];
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    pairs.learn(r.view, start, end, { key, value, role: "none", roleFor: undefined });
  }
}

/** The pair that ends at `end`, where it is known. */
export function findPair(r: WireReader, end: number): Pair | undefined {
  return pairs.find(r.view, r.pos, end);
}

/**
 * As `readAttribute`, for a pair within a value `depth - 1` levels deep.
 * @returns the key
 * @throws MalformedOtlp, OversizedOtlp
 */
export function readKeyValue(
  r: WireReader,
  end: number,
  bag: Record<string, AttributeValue>,
  depth: number,
): string {
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
  return key;
}
