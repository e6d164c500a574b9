import type { Incident } from "../../contracts/incident.ts";
import { planRemedy } from "../../decide/plan/plan.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** The remedy, planned in memory on today's head: nothing is written before it was judged. */
export async function plan(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  if (!incident.diagnosis) throw new Error(`Incident ${incident.id} reached plan without a diagnosis.`);
  const { policy } = await ports.policy(incident.repository);
  if (incident.diagnosis.decision !== "commit")
    return {
      change: {
        plan: {
          kind: "unplanned",
          remedy: "none",
          reason: "No commit was found guilty, so there is nothing to undo.",
          conflicts: [],
        },
      },
      thoughts: [],
    };
  const planned = await planRemedy({
    diagnosis: incident.diagnosis,
    reader: ports.reader(incident.repository),
    policy,
  });
  const text =
    planned.kind === "planned"
      ? `Planned: ${planned.title} (${planned.files.map((file) => file.path).join(", ")}).`
      : `There is no plan: ${planned.reason}`;
  const plannedAt = new Date(ports.clock.now()).toISOString();
  const stamped = planned.kind === "planned" ? { ...planned, plannedAt } : planned;
  return { change: { plan: stamped }, thoughts: [thought("fixer", text)] };
}
