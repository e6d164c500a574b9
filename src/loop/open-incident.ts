import type { Anomaly } from "../contracts/anomaly.ts";
import type { Incident } from "../contracts/incident.ts";

/** A new incident, version 0: not stored yet. `now` in epoch milliseconds. */
export function openIncident(anomaly: Anomaly, now: number): Incident {
  const at = new Date(now).toISOString();
  return {
    id: `${now.toString(36)}-${anomaly.fingerprint}`,
    version: 0,
    repository: anomaly.repository,
    openedAt: at,
    updatedAt: at,
    anomaly,
    related: [],
    beside: [],
    partedFrom: null,
    sameAs: null,
    evidence: null,
    looks: 0,
    diagnosis: null,
    plan: null,
    facts: null,
    approvals: [],
    held: null,
    verdict: null,
    judged: null,
    outcome: {},
    recovery: null,
    rollback: null,
    attempts: [],
    writes: 0,
    issue: null,
    waiting: null,
    needsHuman: null,
    closed: null,
    remembered: null,
    thoughts: [],
  };
}
