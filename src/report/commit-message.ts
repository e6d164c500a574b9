import type { Incident } from "../contracts/incident.ts";
import { percent } from "./percent.ts";
import type { Quote } from "./quoting.ts";

/**
 * The message of the commit: why, in a sentence, git's own words for each commit that it undoes, so that tools know what
 * it is, and trailers; no word that closes an issue, because the issue ends when the service is healthy and no sooner.
 * Depends on nothing but plan, diagnosis and what is taken back, so that a repeat makes the same commit.
 * https://git-scm.com/docs/git-interpret-trailers
 */
export function commitMessage(incident: Incident, quote: Quote): string {
  const { plan, issue } = incident;
  if (plan?.kind !== "planned") throw new Error(`Incident ${incident.id} has no plan to write a commit for.`);
  const trailers = [
    ...(issue ? [`Incident: ${issue.url}`] : []),
    ...plan.reverts.map((sha) => `Reverts: ${sha}`),
  ];
  return [
    quote.plain(plan.title, 100),
    ...(plan.reverts.length > 0 ? [plan.reverts.map((sha) => `This reverts commit ${sha}.`).join("\n")] : []),
    because(incident, quote),
    ...(trailers.length > 0 ? [trailers.join("\n")] : []),
  ].join("\n\n");
}

function because({ rollback, anomaly, diagnosis, plan }: Incident, quote: Quote): string {
  const service = quote.plain(anomaly.service, 80);
  if (rollback) {
    const why = {
      "not-healed": `It did not help ${service}.`,
      worse: `It made ${service} worse.`,
      asked: "Taken back as a person asked.",
    }[rollback.why];
    return `${why} ${quote.plain(rollback.reason, 300)}`.trim();
  }
  const sure = diagnosis ? ` (${percent(diagnosis.confidence)} sure)` : "";
  return plan?.kind === "planned" && plan.reverts.length > 0
    ? `${service} broke its objective after it was deployed${sure}.`
    : `${service} broke its objective${sure}. ${plan?.kind === "planned" ? quote.plain(plan.summary, 300) : ""}`.trim();
}
