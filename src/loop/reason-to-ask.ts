import type { Incident } from "../contracts/incident.ts";

/** Why a person is asked where nothing may be done, as they read it: first what was tried, then what stands in the way. */
export function reasonToAsk(incident: Incident): string {
  const { rollback, attempts } = incident;
  const failed = incident.verdict?.rules.find((rule) => rule.answer === "fail" && rule.ceiling === "report");
  const why = failed?.reason ?? "The guardrails allow a report and nothing more.";
  const last = attempts.at(-1);
  const was = last?.outcome.pullRequest ? `#${last.outcome.pullRequest.number}` : "The change";
  if (rollback) return `${rollback.reason} I may not take it back by myself: ${why}`;
  const by = last?.rollback?.pullRequest ? ` by #${last.rollback.pullRequest.number}` : "";
  const tried = !last
    ? ""
    : last.ended === "worse"
      ? `${was} made it worse and was taken back${by}. `
      : `${was} did not heal and was taken back${by}. `;
  const { plan } = incident;
  if (incident.diagnosis?.decision === "none" && plan && plan.remedy !== "none")
    return plan.kind === "unplanned"
      ? `${tried}No commit did this, and the ${plan.remedy} that fits cannot be done: ${plan.reason}`
      : `${tried}No commit did this. ${why}`;
  if (incident.diagnosis?.decision === "none")
    return `${tried}No commit did this, so there is no change to undo.`;
  if (incident.diagnosis?.decision === "unknown")
    return `${tried}The evidence does not single out ${last ? "another" : "one"} cause. What would settle it is listed with the suspects.`;
  return `${tried}${why}`;
}
