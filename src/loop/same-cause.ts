import type { Incident } from "../contracts/incident.ts";
import { sameTime } from "./join-anomaly.ts";

/** What an incident that is not sure must make of the commit that another one is sure of. */
const LIKELY = 0.5;

/**
 * The open incident that is about the same commit already, so that a second change would be made for one cause; null where
 * there is none, or where this one has begun to act. Of two that are sure, the one that acts, else the older, keeps it.
 * One that is not sure follows one that is, where both began together. What was parted from an incident never goes back.
 */
export function sameCause(incident: Incident, others: readonly Incident[]): Incident | null {
  const { diagnosis, outcome, rollback, attempts, anomaly } = incident;
  if (!diagnosis?.suspect || outcome.branch || rollback || attempts.length > 0) return null;
  const sure = diagnosis.decision === "commit";
  if (!sure && (diagnosis.decision === "none" || diagnosis.confidence < LIKELY)) return null;
  const keeps = (other: Incident) =>
    sure ? other.outcome.branch !== undefined || isOlder(other, incident) : sameTime(other.anomaly, anomaly);
  return (
    others.find(
      (other) =>
        other.id !== incident.id &&
        other.id !== incident.partedFrom &&
        other.repository === incident.repository &&
        other.anomaly.environment === anomaly.environment &&
        !other.closed &&
        !other.sameAs &&
        !other.rollback &&
        other.attempts.length === 0 &&
        other.diagnosis?.decision === "commit" &&
        other.diagnosis.suspect === diagnosis.suspect &&
        keeps(other),
    ) ?? null
  );
}

function isOlder(one: Incident, other: Incident): boolean {
  return one.openedAt === other.openedAt ? one.id < other.id : one.openedAt < other.openedAt;
}
