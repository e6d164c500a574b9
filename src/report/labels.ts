import type { Incident } from "../contracts/incident.ts";
import { STOP_LABEL } from "../contracts/stop-label.ts";
import { DASHBOARD_LABEL } from "./dashboard.ts";
import { type IncidentState, incidentState } from "./incident-state.ts";
import { POLICY_ISSUE_LABEL } from "./policy-issue.ts";

/** Every issue of ours carries it. */
export const INCIDENT_LABEL = "sre-space";
/** Labels of the state of an incident begin with it; each issue has one of them. */
export const STATE_LABEL_PREFIX = "sre-space:";

/** Colours are of GitHub's own palette for labels. */
const STATES: Record<IncidentState, [color: string, description: string]> = {
  investigating: ["fbca04", "SRE-Space looks for the cause"],
  "awaiting-approval": ["d93f0b", "SRE-Space waits for a person's yes"],
  fixing: ["1d76db", "SRE-Space is making a change"],
  watching: ["5319e7", "Merged: SRE-Space watches whether it heals"],
  healed: ["0e8a16", "It is over: a change by SRE-Space healed it"],
  recovered: ["c2e0c6", "It is over, and not by a change of SRE-Space's"],
  "same-cause": ["cfd3d7", "Another issue has the same cause, and it goes on there"],
  "needs-human": ["b60205", "SRE-Space can do no more: a person is needed"],
};

/** All of ours, for a repository that does not have them yet. */
export const LABELS: readonly { name: string; color: string; description: string }[] = [
  { name: INCIDENT_LABEL, color: "0052cc", description: "Written by SRE-Space" },
  ...Object.entries(STATES).map(([state, [color, description]]) => ({
    name: STATE_LABEL_PREFIX + state,
    color,
    description,
  })),
  { name: DASHBOARD_LABEL, color: "bfdadc", description: "What SRE-Space is doing in this repository" },
  { name: POLICY_ISSUE_LABEL, color: "e99695", description: "The policy of SRE-Space cannot be used" },
  { name: STOP_LABEL, color: "000000", description: "On any open issue: SRE-Space merges nothing here" },
];

/** The label of the state that an incident is in. */
export function stateLabel(incident: Incident): string {
  return STATE_LABEL_PREFIX + incidentState(incident);
}
