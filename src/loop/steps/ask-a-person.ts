import type { Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** Stops acting and says what a person is needed for. */
export async function askAPerson(_incident: Incident, reason: string, ports: LoopPorts): Promise<StepResult> {
  return {
    change: { needsHuman: { since: new Date(ports.clock.now()).toISOString(), reason }, waiting: null },
    thoughts: [thought("guardrail", `A person is needed: ${reason}`)],
  };
}
