import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Evidence } from "../../contracts/evidence.ts";
import { redact } from "../../safety/redact.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { originsOf } from "../detection/origins-of.ts";
import type { Memory } from "../ingest-telemetry.ts";
import type { ServiceRecord } from "../service-record.ts";
import { type Hint, localise } from "./localise.ts";
import { metricHints } from "./metric-hints.ts";

const MAX_PLACES = 10;
const LOOK_BACK_MS = 60 * 60_000;
/** With so many traces on either side, the comparison counts as much as what single bad requests say. */
const ENOUGH = 15;
/** Of each side. A thousand traces show what meets one request in fifty; more of them say the same again. */
const MAX_SPANS = 12_000;

/**
 * Where an anomaly began, as the traces since its onset say against those of before, and its bad requests one by one.
 * The first needs traces; until there are enough, in the first seconds, the second leads.
 */
export function locateAnomaly(
  anomaly: Anomaly,
  record: ServiceRecord | null,
  memory: Memory,
  onset: { at: number; earliest: number; latest: number },
  now: number,
): Evidence["localisation"] {
  const unknown = [{ service: anomaly.service, operation: anomaly.operation, score: 0.5 }];
  const scopes = record?.scopes ?? scopesOf(anomaly, memory);
  const incident = memory.sample.read(scopes, onset.at, now + 1, MAX_SPANS);
  const baseline = memory.sample.read(scopes, onset.earliest - LOOK_BACK_MS, onset.earliest, MAX_SPANS);
  const hints: Hint[] = metricHints({ scopes, environment: anomaly.environment }, memory, onset, now);
  // Memory that one process keeps is that process's, whatever its requests show.
  if (anomaly.symptom === "memory") {
    hints.push({ service: anomaly.service, score: 1, because: "keeps memory" });
  }
  const places = localise({ incident, baseline, hints });
  const votes = record ? originsOf(record, { ...anomaly, onset }, memory, now, false).shares : [];
  const few = Math.min(incident.length, baseline.length);
  const trust = votes.length === 0 ? 1 : few / (few + ENOUGH);
  const scores = new Map<string, Evidence["localisation"][number]>();
  const add = (service: string, operation: string, score: number, because: readonly string[] = []) => {
    const key = `${service}\0${operation}`;
    const known = scores.get(key);
    if (known) known.score += score;
    else {
      scores.set(key, {
        service: sanitise(service, 200),
        operation: sanitise(operation, 300),
        score,
        ...(because.length > 0
          ? { because: because.map((reason) => sanitise(redact(reason, []), 300)) }
          : {}),
      });
    }
  };
  for (const { service, operation, score, because } of places) {
    add(service, operation, trust * score, because);
  }
  for (const { service, operation, share } of votes) add(service, operation, (1 - trust) * share);
  if (scores.size === 0) return unknown;
  return [...scores.values()].sort((a, b) => b.score - a.score).slice(0, MAX_PLACES);
}

/** Of an anomaly of which only an alert or a person knows: whatever comes with its neighbours' credentials. */
function scopesOf(anomaly: Anomaly, memory: Memory): Set<string> {
  const found = new Set<string>();
  for (const record of memory.services.all()) {
    if (record.repository !== anomaly.repository || record.environment !== anomaly.environment) continue;
    for (const scope of record.scopes) found.add(scope);
  }
  return found;
}
