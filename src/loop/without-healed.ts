import type { Evidence, EvidenceItem, EvidenceOf } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";

/** Requests that were under way may end a little after the incident did. */
const SLACK_MS = 5_000;

/**
 * Evidence without what belongs to incidents that a change of ours has healed: Scout looks back over them where the
 * next one follows soon. A revision that was broken then, and has not served since, is no witness of today; and what
 * was first thrown then is as new today as it was then. What merely passed stays: it may be the same.
 */
export function withoutHealed(evidence: Evidence, incident: Incident, others: readonly Incident[]): Evidence {
  const healed = others.filter(
    ({ id, closed, outcome, anomaly, openedAt }) =>
      id !== incident.id &&
      closed?.as === "healed" &&
      outcome.merge !== undefined &&
      openedAt < incident.openedAt &&
      anomaly.service === incident.anomaly.service &&
      anomaly.environment === incident.anomaly.environment,
  );
  if (healed.length === 0) return evidence;
  return { ...evidence, items: evidence.items.map((item) => scoped(item, healed)) };
}

function scoped(item: EvidenceItem, healed: readonly Incident[]): EvidenceItem {
  if (item.kind === "revisions") return withoutTheirs(item, healed);
  if (item.kind !== "exception" || item.countBefore === 0) return item;
  const wasNewThen = healed.some(({ evidence }) =>
    evidence?.items.some(
      (past) =>
        past.kind === "exception" &&
        past.service === item.service &&
        past.type === item.type &&
        past.message === item.message &&
        past.countBefore === 0,
    ),
  );
  return wasNewThen ? { ...item, countBefore: 0 } : item;
}

function withoutTheirs(item: EvidenceOf<"revisions">, healed: readonly Incident[]): EvidenceOf<"revisions"> {
  // What served to the last is not gone, however soon after the healing the telemetry ends.
  const end = item.revisions.reduce((last, { lastSeen }) => (lastSeen > last ? lastSeen : last), "");
  const theirs = new Set(
    item.revisions
      .filter(({ broken, lastSeen }) =>
        healed.some(
          ({ closed, anomaly }) =>
            broken === true &&
            lastSeen < end &&
            Date.parse(lastSeen) >= Date.parse(anomaly.onset.earliest) &&
            Date.parse(lastSeen) <= Date.parse(closed?.at ?? "") + SLACK_MS,
        ),
      )
      .map(({ revision }) => revision),
  );
  if (theirs.size === 0) return item;
  const { concurrent, ...rest } = item;
  const stays = concurrent && !theirs.has(concurrent.old.revision) && !theirs.has(concurrent.young.revision);
  return {
    ...rest,
    revisions: item.revisions.filter(({ revision }) => !theirs.has(revision)),
    ...(stays ? { concurrent } : {}),
  };
}
