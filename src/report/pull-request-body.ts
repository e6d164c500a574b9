import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import { guardrailsTable } from "./guardrails-table.ts";
import { percent } from "./percent.ts";
import { remedySection } from "./remedy-section.ts";
import type { ReportContext } from "./report-context.ts";
import { symptomWords } from "./symptom-words.ts";
import { verdictWords } from "./verdict-words.ts";

/** Why this pull request exists: issue, cause, change and verdict, for whoever reviews it. */
export function pullRequestBody(incident: Incident, context: ReportContext): string {
  const { anomaly, diagnosis, verdict, issue } = incident;
  const { quote } = context;
  const [first] = diagnosis?.hypotheses ?? [];
  const cause =
    diagnosis?.suspect && first
      ? `${commitLink(diagnosis.suspect, context)} is the cause, ${percent(diagnosis.confidence)} sure. ${quote.inline(first.summary, 500)}`
      : "";
  return [
    `${quote.code(anomaly.service)} ${symptomWords(anomaly)}. ${issue ? `Evidence and progress: #${issue.number}.` : ""}`,
    cause,
    remedySection({ ...incident, outcome: {} }, context),
    verdict ? `### Guardrails\n\n${verdictWords(verdict)}\n\n${guardrailsTable(verdict, quote)}` : "",
    "<sub>Merged only with this very head. To stop it, close this pull request; to approve, comment `/sre approve` on the issue.</sub>",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
