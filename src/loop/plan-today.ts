import type { Plan } from "../contracts/change-set.ts";
import type { Diagnosis } from "../contracts/diagnosis.ts";
import type { Incident } from "../contracts/incident.ts";
import { planRemedy } from "../decide/plan/plan.ts";
import type { LoopPorts } from "./ports.ts";

/** The remedy of the change under way, planned on today's head. What takes a merge of ours back is that merge alone. */
export async function planToday(
  { repository, rollback }: Pick<Incident, "repository" | "rollback">,
  diagnosis: Diagnosis,
  ports: Pick<LoopPorts, "policy" | "reader" | "facts">,
): Promise<Plan> {
  const { policy } = await ports.policy(repository);
  return planRemedy({
    diagnosis,
    reader: ports.reader(repository),
    policy,
    ...(rollback ? {} : { broughtBy: (sha) => ports.facts(repository).broughtBy(sha) }),
  });
}
