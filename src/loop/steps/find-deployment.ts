import { findDeployment } from "../../act/find-deployment.ts";
import type { Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** The deployment that carries the merge: by GitHub's record, or where processes of it already serve. */
export async function findDeploymentStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { merge } = incident.outcome;
  if (!merge) throw new Error(`Incident ${incident.id} looked for a deployment before its merge.`);
  const recorded = await findDeployment(
    { merge: merge.sha, environment: incident.anomaly.environment },
    { reader: ports.reader(incident.repository) },
  );
  const seen = recorded ? null : ports.observer.revisionSeen(incident.anomaly, merge.sha);
  const deployment =
    recorded ?? (seen ? { id: null, sha: merge.sha, at: seen, state: "success" as const } : null);
  if (!deployment) return { change: {}, thoughts: [] };
  const text =
    deployment.state === "success"
      ? `${deployment.sha.slice(0, 7)} is deployed and carries the change.`
      : `The deployment of ${deployment.sha.slice(0, 7)} failed.`;
  return {
    change: { outcome: { ...incident.outcome, deployment }, waiting: null },
    thoughts: [thought("fixer", text)],
  };
}
