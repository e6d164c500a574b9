import type { Incident } from "../contracts/incident.ts";
import { percent } from "./percent.ts";
import type { Quote } from "./quoting.ts";

/**
 * The message of the commit: git's own trailer for each commit that it undoes, so that tools know what it
 * is, and no word that closes an issue, because the issue ends when the service is healthy and no sooner.
 * Depends on nothing but plan and diagnosis, so that a repeat makes the same commit.
 */
export function commitMessage(incident: Incident, quote: Quote): string {
  const { plan, diagnosis, issue, anomaly } = incident;
  if (plan?.kind !== "planned") throw new Error(`Incident ${incident.id} has no plan to write a commit for.`);
  const reverts = plan.reverts.map((sha) => `This reverts commit ${sha}.`);
  const because = `${quote.plain(anomaly.service, 80)} broke its objective after it was deployed${
    diagnosis ? ` (${percent(diagnosis.confidence)} sure)` : ""
  }.`;
  return [
    quote.plain(plan.title, 100),
    "",
    ...reverts,
    "",
    because,
    ...(issue ? [`Evidence and verdict: ${issue.url}`] : []),
  ].join("\n");
}
