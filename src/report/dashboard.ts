import { DASHBOARD_MARKER } from "../contracts/dashboard-marker.ts";
import type { Incident } from "../contracts/incident.ts";
import { dateAndTime } from "./date-and-time.ts";
import { type IncidentState, incidentState } from "./incident-state.ts";
import { issueTitle } from "./issue-title.ts";
import type { Quote } from "./quoting.ts";
import { withinBody } from "./within-body.ts";

export const DASHBOARD_LABEL = "sre-space:dashboard";
export const DASHBOARD_TITLE = "What SRE-Space is doing";
const MOST = 40;

const WORDS: Record<IncidentState, string> = {
  investigating: "I look for the cause",
  "awaiting-approval": "",
  fixing: "being fixed",
  watching: "merged; I watch whether it heals",
  "needs-human": "a person is needed",
  healed: "over",
  recovered: "over",
  "same-cause": "over",
};

/**
 * The open incidents of a repository: what waits for a person first, with a box for each pull request that may be
 * approved. The same incidents make the same text, so that an edit of it can be told from what was ticked in it.
 */
export function dashboard(incidents: readonly Incident[], quote: Quote): string {
  const open = incidents
    .filter(({ closed, issue }) => closed === null && issue !== null)
    .toSorted((one, other) => (one.openedAt < other.openedAt ? -1 : 1))
    .slice(0, MOST);
  const of = (...states: IncidentState[]) => open.filter((one) => states.includes(incidentState(one)));
  const waiting = of("awaiting-approval");
  const asked = of("needs-human");
  const first =
    open.length === 0
      ? "**Nothing is broken that I know of.**"
      : `**${open.length} open ${open.length === 1 ? "incident" : "incidents"}; ${waiting.length + asked.length} ${waiting.length + asked.length === 1 ? "waits" : "wait"} for you.**`;
  return withinBody(DASHBOARD_MARKER, [
    first,
    section(
      "Waits for your yes",
      waiting.map((one) => approval(one, quote)),
    ),
    section(
      "Needs a person",
      asked.map((one) => `- ${line(one, quote)}`),
    ),
    section(
      "Under way",
      of("investigating", "fixing", "watching").map(
        (one) => `- ${line(one, quote)}: ${WORDS[incidentState(one)]}`,
      ),
    ),
    "<sub>A box that you tick approves that very commit, as `/sre approve` in its issue does, if you may approve. Any other edit of this text is undone.</sub>",
  ]);
}

const section = (heading: string, lines: readonly string[]) =>
  lines.length === 0 ? "" : `### ${heading}\n\n${lines.join("\n")}`;

const line = (incident: Incident, quote: Quote) =>
  `#${incident.issue?.number} ${quote.inline(issueTitle(incident, quote), 200)}, since ${dateAndTime(incident.anomaly.onset.at)}`;

/** What is held has no head to be bound to, and what is on hold asks for a word in its own thread. */
function approval(incident: Incident, quote: Quote): string {
  const { pullRequest } = incident.outcome;
  if (!pullRequest || incident.held) return `- ${line(incident, quote)}: comment \`/sre approve\` there`;
  const head = pullRequest.head;
  return `- [ ] Approve #${pullRequest.number} (\`${head.slice(0, 7)}\`) for ${line(incident, quote)} ${approvalMark(incident.id, head)}`;
}

/** By which a ticked box is known. Neither id nor SHA holds anything but letters, digits and a hyphen. */
const approvalMark = (incident: string, head: string) =>
  `<!-- sre-space:approve ${incident.replace(/[^\w-]/g, "")} ${head.replace(/\W/g, "")} -->`;
