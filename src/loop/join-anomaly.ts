import type { Anomaly } from "../contracts/anomaly.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Policy } from "../contracts/policy.ts";
import { allAlerts } from "./all-alerts.ts";

/** Whether `service` calls `upstream`, directly or through others, by what the policy declares. */
export function causedBy(service: string, upstream: string, services: Policy["services"]): boolean {
  const seen = new Set<string>();
  const queue = [...(services[service]?.depends_on ?? [])];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === upstream) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(services[next]?.depends_on ?? []));
  }
  return false;
}

/** What one cause breaks breaks at nearly the same time. */
const TOGETHER_MS = 60_000;

/**
 * The open incident that an anomaly belongs to: one incident for one cause. It is the same service, or
 * one lies in the other's blast radius, by traces or by what the policy declares; and it began at about
 * the same time, or is what memory, a pool or a queue that runs out leads to, or comes while a change is on its way there.
 * Anything else is a new cause, even in a service that waits for a person already.
 */
export function incidentOf(anomaly: Anomaly, open: readonly Incident[], policy: Policy): Incident | null {
  const sameWorld = open.filter(
    (incident) =>
      !incident.closed &&
      incident.repository === anomaly.repository &&
      incident.anomaly.environment === anomaly.environment &&
      (sameTime(incident.anomaly, anomaly) ||
        [incident.anomaly, ...incident.related].some(
          ({ fingerprint }) => fingerprint === anomaly.fingerprint,
        ) ||
        incident.anomaly.symptom === "memory" ||
        incident.anomaly.symptom === "saturation" ||
        (incident.outcome.branch !== undefined && !incident.needsHuman)),
  );
  return (
    sameWorld.find((incident) =>
      incident.related.some(({ fingerprint }) => fingerprint === anomaly.fingerprint),
    ) ??
    sameWorld.find((incident) => incident.anomaly.service === anomaly.service) ??
    sameWorld.find((incident) => related(incident.anomaly, anomaly, policy)) ??
    null
  );
}

/** Whether two anomalies began together, as far as their onsets are known. */
export function sameTime(one: Anomaly, other: Anomaly): boolean {
  const begins = [one, other].map(({ onset }) => Date.parse(onset.earliest) - TOGETHER_MS / 2);
  const ends = [one, other].map(({ onset }) => Date.parse(onset.latest) + TOGETHER_MS / 2);
  return Math.max(...begins) <= Math.min(...ends);
}

function related(one: Anomaly, other: Anomaly, policy: Policy): boolean {
  return (
    one.blastRadius.includes(other.service) ||
    other.blastRadius.includes(one.service) ||
    causedBy(one.service, other.service, policy.services) ||
    causedBy(other.service, one.service, policy.services)
  );
}

/**
 * Of anomalies that came together, those where a fault began: what only suffers with another of them is
 * put into that one's blast radius.
 */
export function originsOf(anomalies: readonly Anomaly[], services: Policy["services"]): Anomaly[] {
  const suffers = (anomaly: Anomaly) =>
    anomalies.filter(
      (other) =>
        other.service !== anomaly.service &&
        (other.blastRadius.includes(anomaly.service) || causedBy(anomaly.service, other.service, services)) &&
        !causedBy(other.service, anomaly.service, services),
    );
  const origins = anomalies.filter((anomaly) => suffers(anomaly).length === 0);
  return origins.map((origin) => {
    const sufferers = anomalies.filter((anomaly) => suffers(anomaly).includes(origin));
    return {
      ...origin,
      alerts: allAlerts(origin, ...sufferers),
      blastRadius: [...new Set([...origin.blastRadius, ...sufferers.map((anomaly) => anomaly.service)])],
    };
  });
}
