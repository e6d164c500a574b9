import type { Attributes, AttributeValue, Resource } from "../../contracts/telemetry.ts";
import { NO_ATTRIBUTES } from "./no-attributes.ts";

/** A resource of which nothing is known yet. All its properties exist from the start, so V8 sees one shape. */
export function unknownResource(): Resource {
  return {
    service: "unknown_service",
    environment: undefined,
    version: undefined,
    revision: undefined,
    instance: undefined,
    attributes: NO_ATTRIBUTES,
  };
}

/**
 * Fills in what the attributes say, by OpenTelemetry's resource conventions 1.44 and the older spellings
 * that are still sent (https://opentelemetry.io/docs/specs/semconv/resource/).
 */
export function describeResource(resource: Resource, attributes: Attributes): void {
  const host = text(attributes["host.name"]);
  const process = text(attributes["process.pid"]);
  resource.attributes = attributes;
  resource.service = text(attributes["service.name"]) ?? "unknown_service";
  resource.environment =
    text(attributes["deployment.environment.name"]) ?? text(attributes["deployment.environment"]);
  resource.version = text(attributes["service.version"]);
  resource.revision = text(attributes["vcs.ref.head.revision"]);
  resource.instance =
    text(attributes["service.instance.id"]) ??
    (host !== undefined && process !== undefined ? `${host}:${process}` : host);
}

function text(value: AttributeValue | undefined): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" ? String(value) : undefined;
}
