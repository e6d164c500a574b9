import type { Resource } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { describeResource } from "../resource.ts";
import { readAttribute } from "./key-value.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const RESOURCE: WireTypes = [undefined, 2, 0, 2];

/** Reads a `Resource` that ends at `end` into `resource`, which spans may hold already. @throws MalformedOtlp */
export function readResource(r: WireReader, end: number, resource: Resource): void {
  const attributes = new AttributeBag();
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) readAttribute(r, r.stop(end), attributes);
    else r.skip(tag, end, "Resource", RESOURCE);
  }
  describeResource(resource, attributes);
}
