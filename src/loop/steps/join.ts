import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Incident } from "../../contracts/incident.ts";
import { allAlerts } from "../all-alerts.ts";
import { causedBy } from "../join-anomaly.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/**
 * Another anomaly of the same cause. Where it lies upstream of what the incident was opened for, and
 * nothing has been written yet, the incident moves to where the fault began and is looked at anew.
 */
export async function join(incident: Incident, anomaly: Anomaly, ports: LoopPorts): Promise<StepResult> {
  // Told twice, where it came again before the incident had it, or where a step behind it failed.
  const known = [incident.anomaly, ...incident.related].some(
    (one) => one.fingerprint === anomaly.fingerprint,
  );
  if (known) return { change: {}, thoughts: [] };
  const { policy } = await ports.policy(incident.repository);
  const upstream =
    causedBy(incident.anomaly.service, anomaly.service, policy.services) ||
    // Where alerts are all there is, traces have said who waits for whom.
    (incident.anomaly.source === "alert" &&
      anomaly.source === "alert" &&
      anomaly.blastRadius.includes(incident.anomaly.service));
  if (upstream && !incident.outcome.branch)
    return {
      change: {
        anomaly: {
          ...anomaly,
          blastRadius: [...new Set([...anomaly.blastRadius, incident.anomaly.service])],
          alerts: allAlerts(anomaly, incident.anomaly),
        },
        related: [...incident.related, incident.anomaly],
        evidence: null,
        diagnosis: null,
        plan: null,
        verdict: null,
        needsHuman: null,
      },
      thoughts: [thought("scout", `It began upstream, in ${anomaly.service}: ${anomaly.summary}`)],
    };
  return {
    change: {
      anomaly: { ...incident.anomaly, alerts: allAlerts(incident.anomaly, anomaly) },
      related: [...incident.related, anomaly],
    },
    thoughts: [thought("scout", `Part of the same: ${anomaly.summary}`)],
  };
}
