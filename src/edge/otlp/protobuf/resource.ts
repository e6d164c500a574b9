import type { Resource } from "../../../contracts/telemetry.ts";
import { AttributeBag } from "../attribute-bag.ts";
import { describeResource, unknownResource } from "../resource.ts";
import { readAttribute } from "./key-value.ts";
import { KnownResources } from "./known-resources.ts";
import type { WireReader, WireTypes } from "./wire-reader.ts";

const RESOURCE: WireTypes = [undefined, 2, 0, 2];
/** A process says the same of itself in every batch: what is known of it is found by one object. */
const resources = new KnownResources();

/** A `Resource` that ends at `end`: the same object for the same bytes, where they were met before. @throws MalformedOtlp, OversizedOtlp */
export function readResource(r: WireReader, end: number): Resource {
  const start = r.pos;
  const known = resources.find(r.bytes, start, end);
  if (known !== undefined) {
    r.charge(known.units);
    r.pos = end;
    return known.resource;
  }
  const { units } = r;
  const resource = unknownResource();
  const attributes = new AttributeBag();
  while (r.pos < end) {
    const tag = r.tag(end);
    if (tag === 10) readAttribute(r, r.stop(end), attributes);
    else r.skip(tag, end, "Resource", RESOURCE);
  }
  describeResource(resource, attributes);
  resources.learn({ resource, units: r.units - units });
  return resource;
}
