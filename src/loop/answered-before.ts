import type { Anomaly } from "../contracts/anomaly.ts";
import type { Incident } from "../contracts/incident.ts";

/** What one cause breaks breaks at nearly the same time. */
const TOGETHER_MS = 60_000;

/**
 * Whether an incident that has ended answers for this already. An alert looks back over minutes and is told again
 * while it fires, so that it may come, or come again, when what it speaks of is over: that opens nothing. One that
 * began after the end is a new incident, with an issue of its own.
 */
export function answeredBefore(anomaly: Anomaly, incidents: readonly Incident[]): boolean {
  const isAlert = anomaly.source === "alert";
  const began = Date.parse(isAlert ? anomaly.onset.latest : anomaly.detectedAt);
  return incidents.some((incident) => {
    if (!incident.closed || began > Date.parse(incident.closed.at)) return false;
    const anomalies = [incident.anomaly, ...incident.related];
    if (anomalies.some((one) => one.fingerprint === anomaly.fingerprint)) return true;
    if (!isAlert || began < Date.parse(incident.anomaly.onset.earliest) - TOGETHER_MS) return false;
    return anomalies.some(
      (one) =>
        one.environment === anomaly.environment &&
        (one.blastRadius.includes(anomaly.service) ||
          (one.service === anomaly.service && one.symptom === anomaly.symptom)),
    );
  });
}
