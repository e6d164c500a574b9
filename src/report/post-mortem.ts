import type { Incident } from "../contracts/incident.ts";
import { causeWords } from "./cause-words.ts";
import { impactWords } from "./impact-words.ts";
import { prevention } from "./prevention.ts";
import type { ReportContext } from "./report-context.ts";
import { whatHealed } from "./what-healed.ts";

/** What an incident leaves behind: impact, cause, what healed, what to add. Without a heading of its own. */
export function postMortem(incident: Incident, context: ReportContext): string {
  const { closed } = incident;
  const tasks =
    closed?.as === "resolved-by-person" || closed?.as === "same-cause" ? "" : prevention(incident, context);
  return [
    `**Impact.** ${impactWords(incident, context.quote)}`,
    `**Cause.** ${causeWords(incident, context)}`,
    `**What ended it.** ${whatHealed(incident, context)}`,
    ...(tasks === "" ? [] : [`**So that it cannot come back**\n\n${tasks}`]),
  ].join("\n\n");
}
