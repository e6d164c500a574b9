import type { Incident } from "../contracts/incident.ts";
import { dateAndTime } from "./date-and-time.ts";
import { neededWords } from "./needed-words.ts";
import type { ReportContext } from "./report-context.ts";
import { subjectOf } from "./subject-of.ts";
import { symptomWords } from "./symptom-words.ts";
import { whatIsDone } from "./what-is-done.ts";

/** The first thing that a tired person reads: what is broken, since when, what is being done, what is needed of them. */
export function headline(incident: Incident, context: ReportContext): string {
  const { anomaly } = incident;
  const { service, operation } = subjectOf(anomaly);
  const subject = operation
    ? `${context.quote.code(operation)} of ${context.quote.code(service)}`
    : context.quote.code(service);
  const since = dateAndTime(anomaly.onset.at);
  const rest = [whatIsDone(incident, context), neededWords(incident)].filter((one) => one !== "");
  if (incident.closed)
    return [rest[0], `From ${since} on, ${subject} ${symptomWords(anomaly, true)}.`, ...rest.slice(1)].join(
      " ",
    );
  return [`**${subject} ${symptomWords(anomaly)}** since ${since}.`, ...rest].join(" ");
}
