import type { Incident } from "../contracts/incident.ts";
import { incidentState } from "./incident-state.ts";

/** Every issue of ours carries it. */
export const INCIDENT_LABEL = "sre-space";
/** Labels of the state of an incident begin with it; each issue has one of them. */
export const STATE_LABEL_PREFIX = "sre-space:";

/** The label of the state that an incident is in. */
export function stateLabel(incident: Incident): string {
  return STATE_LABEL_PREFIX + incidentState(incident);
}
