import type { History } from "./contracts/facts.ts";
import type { Incident } from "./contracts/incident.ts";
import type { IncidentStore } from "./contracts/ports/incident-store.ts";

/** More than any day's budget of merges. */
const INCIDENTS = 200;

/** What SRE-Space has done to the repository of an incident before, the incident itself left out. */
export async function historyOf(incident: Incident, store: IncidentStore): Promise<History> {
  const others = (await store.ofRepository(incident.repository, INCIDENTS)).filter(
    (other) => other.id !== incident.id,
  );
  return {
    merges: others.flatMap(({ outcome, anomaly }) =>
      outcome.merge
        ? [{ at: outcome.merge.at, fingerprint: anomaly.fingerprint, service: anomaly.service }]
        : [],
    ),
    inFlight: others.flatMap((other) =>
      other.outcome.branch && !other.closed && !other.needsHuman
        ? [{ id: other.id, service: other.anomaly.service }]
        : [],
    ),
    paused: await store.paused(incident.repository),
  };
}
