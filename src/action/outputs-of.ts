import type { Incident } from "../contracts/incident.ts";

/** The outputs of action.yml: of the newest incident that is open, else of the newest of all. */
export function outputsOf(newestFirst: readonly Incident[]): Record<string, string> {
  const incident = newestFirst.find(({ closed }) => !closed) ?? newestFirst[0];
  if (!incident)
    return { incident: "", suspect: "", confidence: "", verdict: "", "pull-request": "", healed: "" };
  const { diagnosis, verdict, outcome, closed, issue } = incident;
  return {
    incident: issue ? String(issue.number) : "",
    suspect: diagnosis?.suspect ?? "",
    confidence: diagnosis ? diagnosis.confidence.toFixed(4) : "",
    verdict: verdict?.decision ?? "",
    "pull-request": outcome.pullRequest ? String(outcome.pullRequest.number) : "",
    healed: closed ? String(closed.as === "healed") : "",
  };
}
