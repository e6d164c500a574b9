import type { Incident } from "../contracts/incident.ts";
import type { Sha } from "../contracts/repository.ts";
import { percent } from "./percent.ts";
import type { ReportContext } from "./report-context.ts";
import { symptomWords } from "./symptom-words.ts";

export const SUSPECT_CHECK = "SRE-Space / suspect";

/** The check run on the commit that Brain is sure of, with an annotation at its line; null where it is sure of none. */
export function suspectCheck(incident: Incident, context: ReportContext) {
  const { diagnosis, anomaly, issue } = incident;
  const [first] = diagnosis?.hypotheses ?? [];
  if (diagnosis?.decision !== "commit" || !diagnosis.suspect || first?.suspect !== diagnosis.suspect)
    return null;
  const { quote } = context;
  const line = first.commit?.line;
  return {
    head: diagnosis.suspect,
    // Neutral: it marks a commit, and fails nobody's build.
    conclusion: "neutral" as const,
    title: `Broke ${quote.plain(anomaly.service, 80)}, ${percent(diagnosis.confidence)} sure`,
    summary: `${quote.code(anomaly.service)} ${symptomWords(anomaly)} since this commit was deployed.${
      issue ? ` See #${issue.number}.` : ""
    }\n\n${quote.inline(first.summary, 500)}`,
    annotations: line
      ? [
          {
            path: line.path,
            line: line.line,
            title: `Suspected of breaking ${quote.plain(anomaly.service, 80)}`,
            message: quote.plain(first.summary || first.mechanism, 1000),
          },
        ]
      : [],
  };
}

/** What stands on a commit that was suspected and is not any more. */
export function clearedCheck(head: Sha) {
  return {
    head,
    conclusion: "neutral" as const,
    title: "No longer suspected",
    summary: "Later evidence speaks for another cause.",
    annotations: [],
  };
}
