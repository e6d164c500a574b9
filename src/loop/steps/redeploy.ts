import { redeploy } from "../../act/redeploy.ts";
import type { Incident } from "../../contracts/incident.ts";
import { MergesStopped } from "../../contracts/merges-stopped.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

/** The last healthy revision goes out at once; what keeps it out for good follows by pull request. */
export async function redeployStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { plan, outcome, issue, attempts } = incident;
  if (plan?.kind !== "planned" || !plan.redeploy)
    throw new Error(`Incident ${incident.id} reached its redeployment without one in its plan.`);
  await holdLease(incident, ports);
  const input = {
    redeploy: plan.redeploy,
    key: `${incident.id} ${attempts.length}`,
    description: `Last healthy revision, for incident ${issue ? `#${issue.number}` : incident.id}`,
    now: new Date(ports.clock.now()).toISOString(),
  };
  const done = await redeploy(input, { writer: ports.writer(incident.repository) }).catch(
    (error: unknown) => {
      if (error instanceof MergesStopped) return error;
      throw error;
    },
  );
  if (done instanceof MergesStopped)
    return {
      change: { verdict: null },
      thoughts: [thought("guardrail", `Stopped on the way to the deployment. ${done.message}`)],
    };
  return {
    change: { outcome: { ...outcome, redeploy: done } },
    thoughts: [
      thought(
        "fixer",
        done.refused === undefined
          ? `${done.revision.slice(0, 7)}, the last healthy revision, is sent out again.`
          : `The last healthy revision could not be sent out again: ${done.refused}`,
      ),
    ],
  };
}
