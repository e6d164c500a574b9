import type { Incident } from "../contracts/incident.ts";
import type { HookSignal } from "../contracts/signal.ts";
import type { IncidentEvent } from "./event.ts";

/** The event that a webhook means to an incident, or null where it is none of its business. */
export function concerns(signal: HookSignal, incident: Incident): IncidentEvent | null {
  if (signal.kind === "installation" || signal.kind === "push" || signal.kind === "boxes") return null;
  if (signal.repository !== incident.repository || incident.closed) return null;
  const pullRequest = incident.outcome.pullRequest;
  switch (signal.kind) {
    case "checks":
      return signal.headSha === pullRequest?.head ? signal : null;
    case "pull-request":
      return signal.number === pullRequest?.number ? signal : null;
    case "deployment":
      return signal.environment === incident.anomaly.environment ? signal : null;
    case "issue":
      return signal.number === incident.issue?.number ? signal : null;
    case "stop":
      return signal;
    case "command":
      if (signal.button) return signal.button.incident === incident.id ? signal : null;
      return signal.issue === incident.issue?.number || signal.issue === pullRequest?.number ? signal : null;
  }
}
