import type { Incident } from "../../contracts/incident.ts";
import { endRollback } from "../end-rollback.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** What was merged is out of production again. */
export async function endRollbackStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const number = incident.attempts.at(-1)?.outcome.pullRequest?.number;
  const was = number === undefined ? "The change" : `#${number}`;
  const next = incident.rollback?.why === "asked" ? "" : " I look for another cause.";
  return {
    change: endRollback(incident, new Date(ports.clock.now()).toISOString()),
    thoughts: [thought("fixer", `${was} is taken back, and what was before it is deployed.${next}`)],
  };
}
