import type { Incident } from "../contracts/incident.ts";
import type { Observer } from "./ports.ts";

/**
 * What Scout is asked: after a change how the traffic does that it serves, else whether the symptom passes by itself.
 * While a change is being taken back, it is still that one which serves.
 */
export function whatIsMeasured(incident: Incident): Parameters<Observer["recovery"]>[0] {
  const { anomaly, outcome, rollback, attempts } = incident;
  const { merge, deployment, redeploy } =
    rollback && !outcome.merge ? (attempts.at(-1)?.outcome ?? {}) : outcome;
  // The change behind a redeployment finds it well already.
  if (redeploy && redeploy.refused === undefined)
    return { anomaly, since: redeploy.at, revision: redeploy.revision, remedied: true, begun: redeploy.at };
  if (!merge || !deployment)
    return { anomaly, since: anomaly.onset.at, revision: null, remedied: false, begun: null };
  return { anomaly, since: deployment.at, revision: deployment.sha, remedied: true, begun: merge.at };
}
