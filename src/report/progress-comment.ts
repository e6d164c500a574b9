import type { Incident } from "../contracts/incident.ts";
import { clockTime } from "./clock-time.ts";
import { fold } from "./fold.ts";
import { howLong } from "./how-long.ts";
import { nextWords } from "./next-words.ts";
import { postMortem } from "./post-mortem.ts";
import { progressSteps } from "./progress-steps.ts";
import type { ReportContext } from "./report-context.ts";
import { sameAsWords } from "./same-as-words.ts";
import { withinBody } from "./within-body.ts";

/** What the comment begins with; it is found again by it. */
export function progressMarker(incident: Pick<Incident, "id">): string {
  return `<!-- sre-space:progress ${incident.id} -->`;
}

/** The one comment that is kept up to date while the incident moves; once it is over, its post-mortem. */
export function progressComment(incident: Incident, context: ReportContext): string {
  const steps = progressSteps(incident, context)
    .map(({ at, text }) => `- ${at ? `\`${clockTime(at)}\` ` : ""}${text}`)
    .join("\n");
  const parts = incident.closed ? over(incident, steps, context) : underWay(incident, steps);
  return withinBody(progressMarker(incident), parts);
}

function underWay(incident: Incident, steps: string): string[] {
  return [steps, nextWords(incident) ?? "", "<sub>Times are UTC.</sub>"];
}

function over(incident: Incident, steps: string, context: ReportContext): string[] {
  const { closed, outcome, writes } = incident;
  const number = outcome.pullRequest?.number;
  const by = closed?.as === "healed" && number !== undefined && outcome.merge;
  const cost = `${writes} ${writes === 1 ? "write" : "writes"} to GitHub`;
  return [
    by
      ? `**Healed by #${number}.**`
      : closed?.as === "same-cause"
        ? `**It goes on in ${sameAsWords(incident)}.**`
        : "**It is over.**",
    postMortem(incident, context),
    howLong(incident) ?? "",
    fold("Time line (UTC)", steps),
    `<sub>${cost}.</sub>`,
  ];
}
