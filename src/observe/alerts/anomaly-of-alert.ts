import type { Anomaly, Level } from "../../contracts/anomaly.ts";
import type { Alert, Symptom } from "../../contracts/signal.ts";
import { UNIT_OF } from "../../contracts/unit-of.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { fingerprint } from "../fingerprint.ts";
import { operationOf } from "../operation-of.ts";
import type { RequestRates } from "../request-rates.ts";
import { ruleWindowMs } from "./rule-window.ts";
import { symptomOf } from "./symptom-of.ts";

/** Where in that window the onset most likely lies: a rule that is about to fire fires soon. */
const LIKELY_MS = 5_000;

/** An anomaly of which an alert is all that is known. */
export function anomalyOfAlert(
  alert: Alert,
  claim: {
    repository: string;
    environment: string;
    service: string;
    rates?: Pick<RequestRates, "operationNamed">;
  },
  now: number,
): Anomaly {
  const symptom = symptomOf(alert);
  const called = alert.operation ? operationOf({ name: alert.operation, attributes: {} }) : "*";
  const place = {
    repository: claim.repository,
    environment: claim.environment,
    service: claim.service,
    operation: claim.rates?.operationNamed(called) ?? called,
    symptom,
  };
  const starts = Math.min(Date.parse(alert.startsAt), now);
  const iso = (ms: number) => new Date(ms).toISOString();
  const scale = scaleOf(alert, symptom);
  const value = (alert.value ?? alert.threshold ?? 0) * scale;
  const observed: Level = { value, unit: UNIT_OF[symptom], samples: 0 };
  return {
    fingerprint: fingerprint(place),
    ...place,
    source: "alert",
    alerts: [alert.key],
    onset: {
      at: iso(starts - LIKELY_MS),
      earliest: iso(starts - ruleWindowMs(alert.url)),
      latest: iso(starts),
    },
    detectedAt: iso(now),
    observed,
    objective: (alert.threshold ?? 0) * scale,
    baselineSeconds: 0,
    blastRadius: [],
    summary: sanitise(
      alert.summary.includes(alert.name) ? alert.summary : `${alert.name}: ${alert.summary}`,
      500,
    ),
  };
}

/** Alerts give shares as 0.05 or 5, durations in seconds or milliseconds, and rarely say which. */
function scaleOf({ value = 0, threshold = 0 }: Alert, symptom: Symptom): number {
  const largest = Math.max(value, threshold);
  if (symptom === "errors") return largest > 1 ? 0.01 : 1;
  if (symptom === "latency") return threshold > 0 && threshold < 20 ? 1000 : 1;
  return 1;
}
