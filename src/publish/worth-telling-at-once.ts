import type { Incident } from "../contracts/incident.ts";
import { incidentState } from "../report/incident-state.ts";
import { isSettled } from "./is-settled.ts";

/**
 * What a person would want to know this minute: who is held guilty, what they are asked for, that a change was no good,
 * that it is over. Whatever else moves is told with the next of these, or when it has stood for a while.
 */
export function worthTellingAtOnce(incident: Incident): unknown {
  const { diagnosis, needsHuman, closed, outcome, anomaly, rollback, attempts } = incident;
  return {
    anomaly: anomaly.fingerprint,
    cause: isSettled(incident) ? [diagnosis?.decision, diagnosis?.suspect] : null,
    approval:
      incidentState(incident) === "awaiting-approval" ? (outcome.pullRequest?.number ?? "a plan") : null,
    needsHuman: needsHuman?.reason ?? null,
    stopped: outcome.stopped?.reason ?? null,
    rollback: rollback?.of ?? null,
    attempts: attempts.length,
    closed: closed?.as ?? null,
  };
}
