import type { WireReader, WireTypes } from "./wire-reader.ts";

const SCOPE: WireTypes = [undefined, 2, 2, 2, 0];

/** The name in an `InstrumentationScope` that ends at `end`; undefined where it has none. @throws MalformedOtlp */
export function readScopeName(r: WireReader, end: number): string | undefined {
  let name = "";
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) name = r.sharedText(end);
    else r.skip(tag, end, "InstrumentationScope", SCOPE);
  }
  return name === "" ? undefined : name;
}
