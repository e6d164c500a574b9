import type { Resource } from "../../../contracts/telemetry.ts";
import { describeResource, unknownResource } from "../resource.ts";
import { readAttributes } from "./attributes.ts";
import type { JsonObject, JsonReader } from "./json-reader.ts";

/** The `resource` of a `Resource…` message. @throws MalformedOtlp, OversizedOtlp */
export function readResource(r: JsonReader, from: JsonObject, message: string): Resource {
  const resource = unknownResource();
  const json = r.child(from, "resource", message);
  if (json !== undefined) {
    describeResource(resource, readAttributes(r, json, "attributes", "Resource", 1));
  }
  return resource;
}
