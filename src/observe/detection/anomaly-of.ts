import type { Anomaly, Level } from "../../contracts/anomaly.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { fingerprint } from "../fingerprint.ts";
import { levelText } from "../level-text.ts";
import type { ServiceRecord } from "../service-record.ts";
import type { Breach } from "./breach.ts";
import { seasonsAt } from "./seasons-at.ts";

const MAX_SUFFERERS = 50;

/** A breach whose place is settled, as the noun that leaves this room. */
export function anomalyOf(
  record: ServiceRecord,
  breach: Breach,
  blastRadius: string[],
  now: number,
): Anomaly {
  const place = {
    repository: record.repository,
    environment: record.environment,
    service: record.service,
    operation: breach.operation,
    symptom: breach.symptom,
  };
  const iso = (ms: number) => new Date(Math.min(ms, now)).toISOString();
  return {
    fingerprint: fingerprint(place),
    ...place,
    source: "telemetry",
    alerts: [],
    onset: {
      at: iso(breach.onset.at),
      earliest: iso(breach.onset.earliest),
      latest: iso(breach.onset.latest),
    },
    detectedAt: iso(now),
    observed: breach.observed,
    ...(breach.baseline ? { baseline: breach.baseline } : {}),
    objective: breach.objective,
    rests: isWritten(record, breach) ? "policy" : hasSeason(record, breach) ? "season" : "baseline",
    baselineSeconds: breach.baselineSeconds,
    blastRadius: blastRadius.slice(0, MAX_SUFFERERS).map((service) => sanitise(service, 200)),
    summary: [summary(place, breach), breach.note ?? ""].join(" ").trim().slice(0, 500),
  };
}

function isWritten({ slo }: ServiceRecord, { symptom }: Breach): boolean {
  if (symptom === "errors") return slo.availability !== undefined;
  if (symptom === "latency") return slo.latency !== undefined;
  return symptom === "memory" && slo.memory !== undefined;
}

/** Whether enough weeks stand behind what is normal at that hour of the week. */
function hasSeason(record: ServiceRecord, { operation, symptom, onset }: Breach): boolean {
  const series = record.series(operation);
  return (
    symptom !== "memory" &&
    symptom !== "saturation" &&
    !!series &&
    seasonsAt(series, Math.floor(onset.at / 1000)).length > 0
  );
}

function summary(of: { service: string; operation: string }, breach: Breach): string {
  const where = of.operation === "*" ? of.service : `${of.operation} of ${of.service}`;
  const was = breach.baseline ? `; it was ${levelText(breach.baseline)} before` : "";
  const allowed = levelText({ ...breach.observed, value: breach.objective });
  switch (breach.symptom) {
    case "errors":
      return `${where} fails: ${levelText(breach.observed)} of ${breach.observed.samples} requests${was}, and ${allowed} are allowed.`;
    case "latency":
      return `${where} is slow: the 95th percentile of ${breach.observed.samples} requests is ${levelText(breach.observed)}${was}, and ${allowed} are allowed.`;
    case "memory":
      return `${where} keeps memory: it grows by ${levelText(breach.observed)}${growth(breach.baseline)} and is to stay below ${(breach.objective / 1e6).toFixed(1)} MB/s.`;
    case "traffic":
      return `${where} gets no requests any more: ${levelText(breach.observed)}${was}, and at least ${allowed} were to be expected.`;
    case "saturation":
      return `${where} has run out of room${was}: ${levelText(breach.observed)}.`;
  }
}

const growth = (baseline: Level | undefined) =>
  baseline ? `, other processes of it by ${levelText(baseline)} at that age,` : "";
