import type { Incident } from "../contracts/incident.ts";
import { clockTime } from "./clock-time.ts";
import { howLong } from "./how-long.ts";
import { nextWords } from "./next-words.ts";
import { progressSteps } from "./progress-steps.ts";
import type { ReportContext } from "./report-context.ts";

/** What the comment begins with; it is found again by it. */
export function progressMarker(incident: Pick<Incident, "id">): string {
  return `<!-- sre-space:progress ${incident.id} -->`;
}

/** The one comment that is kept up to date while the incident moves. */
export function progressComment(incident: Incident, context: ReportContext): string {
  const steps = progressSteps(incident, context).map(({ at, text }) => {
    return `- ${at ? `\`${clockTime(at)}\` ` : ""}${text}`;
  });
  const { number } = incident.outcome.pullRequest ?? {};
  const by =
    incident.closed?.as === "healed" && number !== undefined && incident.outcome.merge
      ? `**Healed by #${number}.**`
      : null;
  return [
    progressMarker(incident),
    ...(by ? [by, ""] : []),
    ...steps,
    ...[howLong(incident), nextWords(incident)].flatMap((part) => (part === null ? [] : ["", part])),
    "",
    "<sub>Times are UTC.</sub>",
  ].join("\n");
}
