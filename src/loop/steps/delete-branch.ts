import type { Incident } from "../../contracts/incident.ts";
import type { Outcome } from "../../contracts/outcome.ts";
import type { LoopPorts, StepResult } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

/** Deletes the branches that were merged, where the repository has not done so by itself. */
export async function deleteBranchStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  await holdLease(incident, ports);
  const writer = ports.writer(incident.repository);
  const clean = async (outcome: Outcome): Promise<Outcome> => {
    const { branch, merge } = outcome;
    if (!branch || !merge || branch.deleted) return outcome;
    await writer.ensureBranchDeleted(branch.name);
    return { ...outcome, branch: { ...branch, deleted: true } };
  };
  const attempts = [];
  for (const attempt of incident.attempts)
    attempts.push({
      ...attempt,
      outcome: await clean(attempt.outcome),
      rollback: attempt.rollback && (await clean(attempt.rollback)),
    });
  return { change: { outcome: await clean(incident.outcome), attempts }, thoughts: [] };
}
