import type { Incident } from "../../contracts/incident.ts";
import { dropRollback } from "../drop-rollback.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

/** The symptom is gone before the change was taken back: it stays, and what was to take it back is withdrawn. */
export async function dropRollbackStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, repository, recovery } = incident;
  if (outcome.branch) {
    await holdLease(incident, ports);
    // GitHub closes a pull request whose branch is gone.
    await ports.writer(repository).ensureBranchDeleted(outcome.branch.name);
  }
  return {
    change: dropRollback(incident),
    thoughts: [thought("fixer", `It is not taken back after all. ${recovery?.summary ?? ""}`.trim())],
  };
}
