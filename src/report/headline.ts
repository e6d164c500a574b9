import type { Incident } from "../contracts/incident.ts";
import { amount } from "./amount.ts";
import { commitLink } from "./commit-link.ts";
import { dateAndTime } from "./date-and-time.ts";
import { duration } from "./duration.ts";
import { incidentState } from "./incident-state.ts";
import { percent } from "./percent.ts";
import type { ReportContext } from "./report-context.ts";
import { subjectOf } from "./subject-of.ts";
import { symptomWords } from "./symptom-words.ts";

/** The first thing that a tired person reads: what is broken, since when, what is being done. */
export function headline(incident: Incident, context: ReportContext): string {
  const { anomaly } = incident;
  const { service, operation } = subjectOf(anomaly);
  const subject = operation
    ? `${context.quote.code(operation)} of ${context.quote.code(service)}`
    : context.quote.code(service);
  const since = dateAndTime(anomaly.onset.at);
  if (incident.closed)
    return `${whatIsDone(incident, context)} From ${since} on, ${subject} ${symptomWords(anomaly, true)}.`;
  return `**${subject} ${symptomWords(anomaly)}** since ${since}. ${whatIsDone(incident, context)}`;
}

function whatIsDone(incident: Incident, context: ReportContext): string {
  const { outcome, diagnosis, needsHuman, closed, anomaly, recovery } = incident;
  const pullRequest = outcome.pullRequest ? `#${outcome.pullRequest.number}` : "a pull request";
  const culprit = diagnosis?.suspect ? commitLink(diagnosis.suspect, context) : "the change";
  switch (incidentState(incident)) {
    case "investigating":
      return diagnosis?.decision === "unknown"
        ? `I cannot tell the cause yet (best explanation ${percent(diagnosis.confidence)}) and keep looking.`
        : "I am looking for the cause.";
    case "fixing":
      return `${culprit} did it; I am undoing it in ${pullRequest}.`;
    case "awaiting-approval":
      return outcome.pullRequest
        ? `${culprit} did it. **${pullRequest} waits for you**: comment \`/sre approve\` to merge it.`
        : `${culprit} did it. **The fix waits for you**: comment \`/sre approve\` to let me make it.`;
    case "watching":
      return `The fix is merged (${pullRequest}, ${commitLink(outcome.merge!.sha, context)}); I am watching whether it heals.`;
    case "needs-human":
      return `**A person is needed.** ${context.quote.inline(needsHuman!.reason, 500)}`;
    case "healed": {
      const took = duration(Date.parse(closed!.at) - Date.parse(anomaly.onset.at));
      if (closed!.as === "resolved-by-person") return "A person resolved it.";
      const level = recovery?.measured
        ? ` It stands at ${amount(recovery.measured.value, recovery.measured.unit)} now.`
        : "";
      return closed!.as === "healed" && outcome.merge
        ? `**Healed by ${pullRequest}, ${took} after it began.**${level}`
        : `**It passed by itself ${took} after it began**; nothing was changed.${level}`;
    }
  }
}
