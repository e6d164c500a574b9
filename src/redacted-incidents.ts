import type { Incident } from "./contracts/incident.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import { redact } from "./safety/redact.ts";
import { compileRedaction } from "./safety/redaction-pattern.ts";

const MOST_KEPT = 200;
/** Names of commits, of spans and of moments are no secrets, and make up most of an incident's texts. */
const PLAIN = /^(?:[0-9a-f]{7,64}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** An incident as it was shown last, and what each of its texts became: from one version to the next hardly any is new. */
interface Shown {
  version: number;
  sources: string;
  redacted: Incident;
  texts: Texts;
}
type Texts = Map<string, string>;

/**
 * Incidents as whoever watches may see them, in the log, on the monitor and in its JSON: nothing in them that the
 * policy's `redact` or the built-in shapes match. The loop itself goes on with what it was told.
 *
 * @param patternsOf the policy's expressions; null where the policy was not read yet
 */
export function redactedIncidents(patternsOf: (repository: RepositoryName) => readonly string[] | null) {
  /** By incident, that which was asked for longest ago first. */
  const kept = new Map<string, Shown>();
  /** Null where nobody can say yet what must not be shown. */
  return (incident: Incident): Incident | null => {
    const patterns = patternsOf(incident.repository);
    if (patterns === null) return null;
    const sources = patterns.join("\n");
    const last = kept.get(incident.id);
    const known = last?.sources === sources ? last : undefined;
    kept.delete(incident.id);
    const shown =
      known?.version === incident.version
        ? known
        : show(incident, { patterns, sources }, known?.texts ?? new Map());
    kept.set(incident.id, shown);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
    return shown.redacted;
  };
}

function show(
  incident: Incident,
  { patterns, sources }: { patterns: readonly string[]; sources: string },
  before: Texts,
): Shown {
  const compiled = patterns.map(compileRedaction);
  const texts: Texts = new Map();
  const redacted = without(incident, (text) => {
    if (PLAIN.test(text)) return text;
    const became = texts.get(text) ?? before.get(text) ?? redact(text, compiled);
    texts.set(text, became);
    return became;
  }) as Incident;
  // What is over hardly changes any more.
  return { version: incident.version, sources, redacted, texts: incident.closed ? new Map() : texts };
}

function without(value: unknown, shown: (text: string) => string): unknown {
  if (typeof value === "string") return shown(value);
  if (Array.isArray(value)) return value.map((one) => without(one, shown));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [shown(key), without(one, shown)]));
}
