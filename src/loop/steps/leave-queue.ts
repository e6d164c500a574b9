import { leaveQueue } from "../../act/leave-queue.ts";
import type { Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

/** What was put into the merge queue may not be merged any more: it is taken out. */
export async function leaveQueueStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome } = incident;
  if (!outcome.pullRequest) throw new Error(`Incident ${incident.id} is in a queue without a pull request.`);
  await holdLease(incident, ports);
  const now = new Date(ports.clock.now()).toISOString();
  const { number } = outcome.pullRequest;
  const merge = await leaveQueue({ pullRequest: number, now }, { writer: ports.writer(incident.repository) });
  const { asked: _, ...unasked } = outcome;
  return merge
    ? {
        change: { outcome: { ...unasked, merge: { ...merge, ours: true } } },
        thoughts: [thought("fixer", "The merge queue had merged it before it could be taken out.")],
      }
    : {
        change: { outcome: unasked },
        thoughts: [thought("fixer", `Pull request #${number} was taken out of the merge queue.`)],
      };
}
