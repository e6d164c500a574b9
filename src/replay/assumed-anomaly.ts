import type { Anomaly, Level } from "../contracts/anomaly.ts";
import type { Symptom } from "../contracts/signal.ts";
import { UNIT_OF } from "../contracts/unit-of.ts";
import { fingerprint } from "../observe/fingerprint.ts";
import { sanitise } from "../safety/sanitise.ts";
import type { LedgerShift } from "./shift-ledger.ts";

/** What is known of an incident that somebody says there was, besides what the telemetry shows. */
export interface Assumption {
  repository: string;
  environment: string;
  /** Epoch milliseconds. */
  onset: { at: number; earliest: number; latest: number };
  /** Epoch milliseconds. */
  now: number;
  /** Where nothing shifted: the service that somebody named. */
  service: string;
  symptom: Symptom;
  /** Keys of alerts that stand behind it. */
  alerts: string[];
  blastRadius: string[];
  baselineSeconds: number;
}

/**
 * An anomaly that no test of Scout's found and a person asserts. The shift is the largest that there was; the
 * objective is drawn between what was before and what was after, so that the two can be told apart.
 */
export function assumedAnomaly(shift: LedgerShift | null, of: Assumption): Anomaly {
  const symptom = shift ? symptomOf(shift) : of.symptom;
  const place = {
    repository: of.repository,
    environment: of.environment,
    service: shift?.service ?? of.service,
    operation: shift?.operation ?? "*",
    symptom,
  };
  const unit = UNIT_OF[symptom];
  const level = ({ n, mean }: { n: number; mean: number }): Level => ({
    value: measured(shift, symptom, mean),
    unit,
    samples: Math.round(n),
  });
  const observed = shift ? level(shift.after) : { value: 0, unit, samples: 0 };
  const baseline = shift && shift.before.n > 0 ? level(shift.before) : undefined;
  const iso = (ms: number) => new Date(Math.min(ms, of.now)).toISOString();
  const middle = baseline ? Math.sqrt(Math.max(1e-6, baseline.value) * Math.max(1e-6, observed.value)) : 0;
  return {
    fingerprint: fingerprint(place),
    ...place,
    source: shift ? "telemetry" : of.alerts.length > 0 ? "alert" : "telemetry",
    alerts: of.alerts,
    onset: { at: iso(of.onset.at), earliest: iso(of.onset.earliest), latest: iso(of.onset.latest) },
    detectedAt: iso(of.now),
    observed,
    ...(baseline ? { baseline } : {}),
    objective: symptom === "errors" ? Math.max(0.01, 2 * (baseline?.value ?? 0)) : Math.max(0, middle),
    baselineSeconds: of.baselineSeconds,
    blastRadius: of.blastRadius.map((service) => sanitise(service, 200)),
    summary: summary(place, baseline, observed, shift),
  };
}

function symptomOf({ kind, metric = "" }: LedgerShift): Symptom {
  if (kind === "errors" || kind === "logs") return "errors";
  if (kind !== "metric") return "latency";
  return /error|fail|5xx/i.test(metric) ? "errors" : /memory|heap|rss/i.test(metric) ? "memory" : "latency";
}

function measured(shift: LedgerShift | null, symptom: Symptom, mean: number): number {
  if (shift?.kind === "latency" || shift?.kind === "spans") return Math.exp(mean);
  if (shift?.kind === "errors") return mean;
  return symptom === "errors" ? 0 : mean;
}

function summary(
  { service, operation, symptom }: { service: string; operation: string; symptom: Symptom },
  before: Level | undefined,
  after: Level,
  shift: LedgerShift | null,
): string {
  const where = operation === "*" ? service : `${operation} of ${service}`;
  if (!shift)
    return sanitise(`${where} is said to have had an incident; nothing in the telemetry moved.`, 500);
  const number = (value: number) => String(Number(value.toPrecision(3)));
  const words =
    shift.kind === "errors"
      ? `${where} failed more: ${number(after.value * 100)}% of requests, ${number((before?.value ?? 0) * 100)}% before`
      : shift.kind === "logs"
        ? `${where} logged more errors`
        : shift.kind === "metric"
          ? `${shift.metric} of ${where} moved from ${number(before?.value ?? 0)} to ${number(after.value)}`
          : `${where} took longer: ${number(after.value)} ms in the middle, ${number(before?.value ?? 0)} ms before`;
  return sanitise(`${words}. Nothing broke an objective (${symptom}); this moved most.`, 500);
}
