import type { Incident } from "../contracts/incident.ts";

export type IncidentState =
  | "investigating"
  | "awaiting-approval"
  | "fixing"
  | "watching"
  | "healed"
  | "recovered"
  | "same-cause"
  | "needs-human";

/** How far an incident is, in the one word that its label carries. */
export function incidentState(incident: Incident): IncidentState {
  const { closed, needsHuman, outcome, verdict, waiting } = incident;
  if (closed?.as === "healed" || closed?.as === "same-cause") return closed.as;
  if (closed) return "recovered";
  if (needsHuman) return "needs-human";
  if (outcome.merge) return "watching";
  const decision = verdict?.decision;
  if (waiting?.for === "approval" && (decision === "hold" || decision === "propose"))
    return "awaiting-approval";
  if (outcome.branch || decision === "propose" || decision === "merge") return "fixing";
  return "investigating";
}
