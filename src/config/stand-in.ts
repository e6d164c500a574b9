import { Policy } from "../contracts/policy.ts";
import { compileRedaction } from "../safety/redaction-pattern.ts";

/** Sections that permit nothing: keeping them lets it still see, tell the right people, and keep secrets. */
const HARMLESS = ["services", "deploy", "telemetry", "notify", "budget"] as const;

/**
 * The policy that stands in for one with problems. Mode and guardrails are the defaults, so nothing is done
 * but reporting; services stay claimed, so that something is reported; what could be read of `redact` stays,
 * and nothing leaves for a model unless the file says so where it can be read.
 * @param file the file's content as plain data, or null where it could not be read at all
 */
export function standIn(file: unknown): Policy {
  const parts: Record<string, unknown> =
    typeof file === "object" && file !== null && !Array.isArray(file) ? { ...file } : {};
  const kept: Record<string, unknown> = {};
  for (const key of HARMLESS) {
    if (Object.hasOwn(parts, key) && Policy.shape[key].safeParse(parts[key]).success) kept[key] = parts[key];
  }
  const model = Policy.shape.model.safeParse(parts.model);
  return Policy.parse({
    version: 1,
    ...kept,
    redact: Array.isArray(parts.redact) ? parts.redact.filter(isRedaction) : [],
    model: model.success && parts.model !== undefined ? parts.model : { send: "none" },
  });
}

function isRedaction(source: unknown): boolean {
  if (typeof source !== "string" || source.length > 300) return false;
  try {
    compileRedaction(source);
    return true;
  } catch {
    return false;
  }
}
