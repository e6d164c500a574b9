import { STOP_LABEL } from "../contracts/stop-label.ts";
import { INCIDENT_LABEL } from "./labels.ts";

/** What the issue begins with that stands for a pause where no server remembers one. */
export const PAUSE_MARKER = "<!-- sre-space:pause -->";
export const PAUSE_TITLE = "SRE-Space is paused in this repository";
/** The first is what it is found by: a person may take off the other. */
export const PAUSE_LABELS: readonly string[] = [INCIDENT_LABEL, STOP_LABEL];

export const pauseIssueBody = `${PAUSE_MARKER}
A person has written \`/sre pause\`. Incidents are looked into and told all the same; **nothing is merged** for as long as
this issue is open and carries the label \`${STOP_LABEL}\`.

\`/sre resume\` in any thread of this repository closes it, and lets me go on.`;

export const resumedIssueBody = `${PAUSE_MARKER}
The pause is over: a person has written \`/sre resume\`.`;
