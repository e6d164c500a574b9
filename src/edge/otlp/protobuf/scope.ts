import type { AttributeValue } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { readAttribute } from "./key-value.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const SCOPE: WireTypes = [undefined, 2, 2, 2, 0];

export interface Scope {
  name: string | undefined;
  /** Undefined where it has none. */
  attributes: Record<string, AttributeValue> | undefined;
}

/** Reads an `InstrumentationScope` that ends at `end`. @throws MalformedOtlp, OversizedOtlp */
export function readScope(r: WireReader, end: number): Scope {
  let name = "";
  let attributes: Record<string, AttributeValue> | undefined;
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) name = r.sharedText(end);
    else if (tag === 26) {
      attributes ??= new AttributeBag();
      readAttribute(r, r.stop(end), attributes);
    } else r.skip(tag, end, "InstrumentationScope", SCOPE);
  }
  return { name: name === "" ? undefined : name, attributes };
}
