import type { Plan } from "../../contracts/change-set.ts";
import type { Incident } from "../../contracts/incident.ts";
import { asPlanned } from "../../decide/plan/as-planned.ts";
import { diagnosisOfChange } from "../diagnosis-of-change.ts";
import { planToday } from "../plan-today.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** The remedy, planned in memory on today's head: nothing is written before it was judged. */
export async function plan(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const diagnosis = diagnosisOfChange(incident);
  if (!diagnosis) throw new Error(`Incident ${incident.id} reached plan without a diagnosis.`);
  const planned = await planToday(incident, diagnosis, ports);
  const text =
    planned.kind === "planned"
      ? `Planned: ${planned.title} (${planned.files.map((file) => file.path).join(", ")}).`
      : `There is no plan: ${planned.reason}`;
  const plannedAt = new Date(ports.clock.now()).toISOString();
  const stamped = planned.kind === "planned" ? { ...planned, plannedAt } : planned;
  return {
    change: {
      plan: stamped,
      // What was planned in its place is the remedy from here on.
      ...(incident.rollback ? {} : { diagnosis: asPlanned(diagnosis, planned) }),
      ...(await askersWord(incident, stamped, ports)),
    },
    // That nothing is to be changed the diagnosis has said.
    thoughts: planned.remedy === "none" ? [] : [thought("fixer", text)],
  };
}

/** Who asked for a merge to be taken back has said yes to that very plan, as long as they may. */
async function askersWord(incident: Incident, plan: Plan, ports: LoopPorts): Promise<Partial<Incident>> {
  const { rollback, approvals, repository } = incident;
  if (!rollback?.by || plan.kind !== "planned") return {};
  const permission = await ports.facts(repository).permission(rollback.by);
  const given = approvals.some(({ by, base }) => by === rollback.by && base === plan.base);
  if (given) return {};
  const word = {
    by: rollback.by,
    at: rollback.at,
    via: "comment" as const,
    head: null,
    base: plan.base,
    permission,
  };
  return { approvals: [...approvals, word] };
}
