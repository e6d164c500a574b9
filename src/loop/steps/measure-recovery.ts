import type { Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** Scout looks whether it healed: after a change in the traffic since its deployment, else since the onset. */
export async function measureRecovery(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { deployment, merge } = incident.outcome;
  const recovery = ports.observer.recovery({
    anomaly: incident.anomaly,
    since: deployment?.at ?? incident.anomaly.onset.at,
    revision: merge && deployment ? deployment.sha : null,
    remedied: deployment !== undefined,
  });
  const news = recovery.state !== incident.recovery?.state && recovery.state !== "unknown";
  return { change: { recovery }, thoughts: news ? [thought("scout", recovery.summary)] : [] };
}
