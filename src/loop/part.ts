import type { Anomaly } from "../contracts/anomaly.ts";
import type { Incident, LookBeside } from "../contracts/incident.ts";
import { openIncident } from "./open-incident.ts";
import type { LoopPorts } from "./ports.ts";

/** The other incidents that this process drives. */
export interface Peers {
  /** Tells another incident of an anomaly that is its own as well. False where that one is not driven here, or not yet. */
  tell(id: string, anomaly: Anomaly, look: LookBeside): boolean;
  /** Drives an incident that was stored just now. */
  begin(incident: Incident): void;
}

/**
 * Makes incidents of their own of anomalies that had joined another. Each is stored before the first forgets them, under
 * an id that a repeat after a crash works out again, so that none is lost and none is opened twice.
 *
 * @returns what the first one is without them
 */
export async function part(
  incident: Incident,
  anomalies: readonly Anomaly[],
  ports: LoopPorts,
  peers: Peers,
): Promise<Pick<Incident, "related" | "beside">> {
  // Of the state before this step, which the store still holds.
  const prefix = (Date.parse(incident.updatedAt) + 1).toString(36);
  for (const anomaly of anomalies) {
    const id = `${prefix}-${anomaly.fingerprint}`;
    const own: Incident = { ...openIncident(anomaly, ports.clock.now()), id, partedFrom: incident.id };
    const stored = await ports.store.get(id);
    if (!stored) await ports.store.put(own);
    peers.begin(stored ?? own);
  }
  const gone = new Set(anomalies.map(({ fingerprint }) => fingerprint));
  const stays = ({ fingerprint }: { fingerprint: string }) => !gone.has(fingerprint);
  return { related: incident.related.filter(stays), beside: incident.beside.filter(stays) };
}
