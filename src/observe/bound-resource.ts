import type { AttributeValue, Resource } from "../contracts/telemetry.ts";

/** What people and programs call a service, a process, a version: longer ones are nobody's. */
const MAX_NAME = 250;
const MAX_TEXT = 1_000;
/** As many as the SDKs' own limit on attributes (https://opentelemetry.io/docs/specs/otel/common/#attribute-limits). */
const MAX_ATTRIBUTES = 128;
const bounded = new WeakSet<Resource>();
const NAMES = ["service", "environment", "version", "revision", "instance"] as const;

/**
 * Cuts what a process says of itself. Its names are keys of much that is kept for long, and the whole of it is held as
 * long as any of its spans: without this, memory would follow the length of what a stranger writes.
 */
export function boundResource(resource: Resource): void {
  if (bounded.has(resource)) return;
  bounded.add(resource);
  for (const name of NAMES) {
    const said = resource[name];
    if (said !== undefined && said.length > MAX_NAME) resource[name] = start(said, MAX_NAME);
  }
  const entries = Object.entries(resource.attributes);
  if (entries.length <= MAX_ATTRIBUTES && entries.every(isShort)) return;
  resource.attributes = Object.fromEntries(
    entries
      .filter(([key]) => key.length <= MAX_NAME)
      .slice(0, MAX_ATTRIBUTES)
      .map(([key, value]) => [
        key,
        isShort([key, value]) ? value : typeof value === "string" ? start(value, MAX_TEXT) : null,
      ]),
  );
}

function isShort([key, value]: [string, AttributeValue]): boolean {
  if (key.length > MAX_NAME) return false;
  if (typeof value === "string") return value.length <= MAX_TEXT;
  if (!Array.isArray(value)) return typeof value !== "object" || value === null;
  return value.length <= 50 && value.every((one) => typeof one === "string" && one.length <= MAX_NAME);
}

/** Over bytes, because a slice of a string holds all of it. */
const start = (text: string, length: number) => Buffer.from(text.slice(0, length)).toString();
