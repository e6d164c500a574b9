import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import type { LoopPorts } from "./ports.ts";
import { withoutHealed } from "./without-healed.ts";

/** Enough to cover any look-back; the newest come first. */
const DEPLOYMENTS = 30;
/** Scout looks back an hour at the most; more incidents than these do not fit into it. */
const PAST = 20;

/** What Scout has on one anomaly of an incident, its own or one that joined it, as it stands now. */
export async function gatherEvidence(
  anomaly: Anomaly,
  incident: Incident,
  ports: LoopPorts,
): Promise<Evidence> {
  const deployments = await ports.reader(incident.repository).deployments(anomaly.environment, DEPLOYMENTS);
  const past = await ports.store.ofRepository(incident.repository, PAST);
  return withoutHealed(ports.observer.evidence(anomaly, deployments), { ...incident, anomaly }, past);
}
