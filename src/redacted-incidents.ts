import type { Incident } from "./contracts/incident.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import { redact } from "./safety/redact.ts";
import { type CompiledPattern, compileRedaction } from "./safety/redaction-pattern.ts";

const MOST_KEPT = 200;
/** Names of commits, of spans and of moments are no secrets, and make up most of an incident's texts. */
const PLAIN = /^(?:[0-9a-f]{7,64}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/**
 * Incidents as whoever watches may see them, in the log, on the monitor and in its JSON: nothing in them that the
 * policy's `redact` or the built-in shapes match. The loop itself goes on with what it was told.
 *
 * @param patternsOf the policy's expressions; null where the policy was not read yet
 */
export function redactedIncidents(patternsOf: (repository: RepositoryName) => readonly string[] | null) {
  const kept = new Map<string, Incident>();
  /** Null where nobody can say yet what must not be shown. */
  return (incident: Incident): Incident | null => {
    const sources = patternsOf(incident.repository);
    if (sources === null) return null;
    const key = `${incident.id} ${incident.version} ${sources.join(" ")}`;
    const known = kept.get(key);
    if (known) return known;
    const redacted = without(incident, sources.map(compileRedaction)) as Incident;
    kept.set(key, redacted);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
    return redacted;
  };
}

function without(value: unknown, patterns: readonly CompiledPattern[]): unknown {
  if (typeof value === "string") return PLAIN.test(value) ? value : redact(value, patterns);
  if (Array.isArray(value)) return value.map((one) => without(one, patterns));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [redact(key, patterns), without(one, patterns)]),
  );
}
