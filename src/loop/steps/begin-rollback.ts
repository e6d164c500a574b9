import type { Rollback } from "../../contracts/attempt.ts";
import type { Incident } from "../../contracts/incident.ts";
import { beginRollback } from "../begin-rollback.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** What was merged did not help: taking it back is the change that is under way from here on. */
export async function beginRollbackStep(
  incident: Incident,
  { why, reason }: Pick<Rollback, "why" | "reason">,
  ports: LoopPorts,
): Promise<StepResult> {
  const at = new Date(ports.clock.now()).toISOString();
  return {
    change: beginRollback(incident, { at, why, reason, by: null }),
    thoughts: [thought("fixer", `${reason} I am taking it back.`)],
  };
}
