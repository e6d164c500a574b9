import type { Incident } from "../contracts/incident.ts";
import { incidentState } from "./incident-state.ts";

/** What is wanted of whoever reads it, in a sentence; "" where the sentence before says it. */
export function neededWords(incident: Incident): string {
  const { outcome, closed, diagnosis, plan } = incident;
  switch (incidentState(incident)) {
    case "awaiting-approval":
      return outcome.pullRequest
        ? `**Needed from you:** look at #${outcome.pullRequest.number} and comment \`/sre approve\` here to merge it, or close it.`
        : "**Needed from you:** comment `/sre approve` here to let me make it.";
    case "needs-human":
      if (plan?.kind === "unplanned" && plan.remedy === "runbook")
        return "**Needed from you:** do by hand what it would take, or change the runbook and comment `/sre retry`. I go on measuring, and close this when it is well.";
      return diagnosis?.decision === "none" && plan?.kind === "unplanned" && plan.look?.length
        ? "**Needed from you:** look at what stands under _What to look at_. I go on measuring, and close this when it is well."
        : "I go on measuring, and close this when it is well; `/sre retry` lets me look again.";
    case "healed":
    case "recovered":
    case "same-cause":
      return closed?.as === "recovered-unexplained"
        ? "**Needed from you:** find out why, or leave it; I know no reason why it could not come back."
        : "";
    case "investigating":
    case "fixing":
    case "watching":
      return "Nothing is needed from you.";
  }
}
