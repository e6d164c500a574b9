import type { Incident } from "../contracts/incident.ts";

export interface Impact {
  milliseconds: number;
  /** In that time, by the rate at which they were seen; null where no requests were counted. */
  requests: number | null;
  /** Of them, those that failed; null where the symptom is another one. */
  failed: number | null;
}

/**
 * What an incident that is over has cost. Requests were counted from the onset to the last look; the rest of the time is
 * taken to have been like it, so that the numbers are estimates and must be told as such.
 */
export function impact(incident: Incident): Impact {
  const { anomaly, closed, outcome, evidence } = incident;
  const from = Date.parse(anomaly.onset.at);
  // What heals is the deployment; that it has healed is known a while later.
  const over =
    closed?.as === "healed" && outcome.deployment?.state === "success" ? outcome.deployment.at : closed?.at;
  const milliseconds = Math.max(0, Date.parse(over ?? incident.updatedAt) - from);
  const shift = evidence?.items.find((item) => item.kind === "shift" && item.service === anomaly.service);
  const counted =
    shift?.kind === "shift" && evidence
      ? { ...shift.after, ms: Date.parse(evidence.collectedAt) - from }
      : {
          requests: anomaly.observed.samples,
          value: anomaly.observed.value,
          ms: Date.parse(anomaly.detectedAt) - from,
        };
  const isOfRequests = anomaly.symptom === "errors" || anomaly.symptom === "latency";
  if (!isOfRequests || counted.ms <= 0 || counted.requests <= 0)
    return { milliseconds, requests: null, failed: null };
  const requests = Math.round((counted.requests / counted.ms) * milliseconds);
  const failed =
    anomaly.symptom === "errors" ? Math.round(requests * Math.min(1, Math.max(0, counted.value))) : null;
  return { milliseconds, requests, failed };
}
