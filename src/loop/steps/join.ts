import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Incident, LookBeside } from "../../contracts/incident.ts";
import type { Policy } from "../../contracts/policy.ts";
import { allAlerts } from "../all-alerts.ts";
import { causedBy } from "../join-anomaly.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/**
 * Another anomaly of the same cause. Where it lies upstream of what the incident was opened for, or says more of it, and
 * nothing has been written yet, the incident moves there and is looked at anew.
 *
 * @param look what was made of it by itself, where it comes out of another incident
 */
export async function join(
  incident: Incident,
  anomaly: Anomaly,
  ports: LoopPorts,
  look?: LookBeside,
): Promise<StepResult> {
  // Told twice, where it came again before the incident had it, or where a step behind it failed.
  const known = [incident.anomaly, ...incident.related].some(
    (one) => one.fingerprint === anomaly.fingerprint,
  );
  if (known) return { change: {}, thoughts: [] };
  const beside = look ? [...incident.beside, look] : incident.beside;
  const { policy } = await ports.policy(incident.repository);
  const upstream = isUpstream(incident.anomaly, anomaly, policy);
  const graver = !upstream && saysMore(incident, anomaly);
  if ((upstream || graver) && !incident.outcome.branch && !incident.rollback)
    return {
      change: {
        anomaly: {
          ...anomaly,
          blastRadius: [...new Set([...anomaly.blastRadius, incident.anomaly.service])].filter(
            (service) => service !== anomaly.service,
          ),
          alerts: allAlerts(anomaly, incident.anomaly),
        },
        related: [...incident.related, incident.anomaly],
        beside,
        evidence: null,
        diagnosis: null,
        plan: null,
        // Whoever said yes has seen another change.
        approvals: [],
        verdict: null,
        needsHuman: null,
      },
      thoughts: [
        thought(
          "scout",
          upstream
            ? `It began upstream, in ${anomaly.service}: ${anomaly.summary}`
            : `What tells more of it: ${anomaly.summary}`,
        ),
      ],
    };
  return {
    change: {
      anomaly: { ...incident.anomaly, alerts: allAlerts(incident.anomaly, anomaly) },
      related: [...incident.related, anomaly],
      beside,
    },
    thoughts: [thought("scout", `Part of the same: ${anomaly.summary}`)],
  };
}

/**
 * Whether what broke first is what it is because of the other. That one service is declared to call another does not make
 * its failures those of the other's slowness, or of its memory: there traces must have shown whose requests suffer.
 */
function isUpstream(first: Anomaly, other: Anomaly, { services }: Policy): boolean {
  const shown = other.blastRadius.includes(first.service);
  // Where alerts are all there is, traces have said who waits for whom.
  if (first.source === "alert" && other.source === "alert" && shown) return true;
  const explains = first.symptom !== "errors" || other.symptom === "errors" || shown;
  return causedBy(first.service, other.service, services) && explains;
}

/**
 * Of one service: what was measured says more than what an alert said, and requests that fail say more than slow ones, or than
 * memory that grows for a reason that nobody knows: customers feel them, and they tell where they failed.
 * An incident that goes by the lesser of two would be closed as well when only that one is.
 */
function saysMore(incident: Incident, anomaly: Anomaly): boolean {
  const { anomaly: first, diagnosis } = incident;
  if (first.service !== anomaly.service || diagnosis?.decision === "commit") return false;
  const measured = anomaly.source === "telemetry";
  if (measured && first.source === "alert") return anomaly.symptom === "errors" || first.symptom !== "errors";
  const lesser = first.symptom === "latency" || first.symptom === "memory";
  return measured && anomaly.symptom === "errors" && lesser;
}
