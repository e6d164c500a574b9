import type { Incident } from "../contracts/incident.ts";
import { sanitiseMultiline } from "../safety/sanitise.ts";
import { causeWords } from "./cause-words.ts";
import { guardrailsSection } from "./guardrails-section.ts";
import { ownWords } from "./own-words.ts";
import { remedySection } from "./remedy-section.ts";
import type { ReportContext } from "./report-context.ts";
import { symptomWords } from "./symptom-words.ts";
import { withinBody } from "./within-body.ts";

const LONGEST_TEMPLATE = 20_000;

/**
 * Why this pull request exists: issue, cause, change and verdict, for whoever reviews it; below, the repository's own
 * template as it stands, for what its people want to see ticked.
 */
export function pullRequestBody(
  incident: Incident,
  context: ReportContext,
  template: string | null = null,
): string {
  const { anomaly, verdict, issue, rollback, diagnosis } = incident;
  const { quote } = context;
  const progress = issue ? ` Evidence and progress: #${issue.number}.` : "";
  const first = rollback
    ? takenBack(incident, context)
    : `${quote.code(anomaly.service)} ${symptomWords(anomaly)}.`;
  return withinBody(`${first}${progress}\n`, [
    diagnosis && !rollback ? `**Cause.** ${causeWords(incident, context)}` : "",
    remedySection({ ...incident, outcome: {} }, context),
    verdict ? guardrailsSection(verdict, quote) : "",
    "<sub>Merged only with this very head. To stop it, close this pull request; to approve, comment `/sre approve` on the issue.</sub>",
    template === null ? "" : `---\n\n${defused(template)}`,
  ]);
}

function takenBack(incident: Incident, { quote }: ReportContext): string {
  const { rollback, attempts } = incident;
  const fix = attempts.at(-1)?.outcome.pullRequest;
  const which = fix ? `#${fix.number}` : "my change";
  const why = {
    "not-healed": `**This takes back ${which}: it did not help.**`,
    worse: `**This takes back ${which}: it made it worse.**`,
    asked: `**This takes back ${which}, as asked.**`,
  }[rollback!.why];
  return `${why} ${ownWords(incident, rollback!.reason, quote)}`;
}

/** The team's own Markdown, in which nobody is called and nothing is closed by our filling it in. */
function defused(template: string): string {
  return sanitiseMultiline(template, LONGEST_TEMPLATE).replace(/@(?=\w)|#(?=\d)|\bgh-(?=\d)/gi, "$&\u200b");
}
