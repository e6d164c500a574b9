import type { Incident } from "../contracts/incident.ts";
import { incidentState } from "./incident-state.ts";

/** What comes next, or null where nothing does. */
export function nextWords(incident: Incident): string | null {
  const { outcome, rollback } = incident;
  switch (incidentState(incident)) {
    case "investigating":
      return "Next: find the cause.";
    case "fixing":
      return outcome.pullRequest
        ? `Next: the checks of #${outcome.pullRequest.number}, then the merge.`
        : rollback
          ? "Next: a pull request that takes it back."
          : "Next: a pull request with the fix.";
    case "awaiting-approval":
      return outcome.pullRequest
        ? "Next is yours: review it and comment `/sre approve`, or close the pull request."
        : "Next is yours: comment `/sre approve` to let the fix be made.";
    case "watching":
      if (rollback) return "Next: its deployment, and then a new look.";
      return outcome.deployment?.state === "success"
        ? "Next: see whether the requests that failed succeed."
        : "Next: the deployment that carries the merge.";
    case "needs-human":
      return "Next is yours. I go on measuring, and close this when it has healed. `/sre retry` lets me look again.";
    case "healed":
    case "recovered":
    case "same-cause":
      return null;
  }
}
