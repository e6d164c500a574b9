import type { Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

/** Checks that failed are asked once to run again; what fails twice is no accident, and a person's. */
export async function retryChecksStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, plan } = incident;
  if (!outcome.pullRequest) throw new Error(`Incident ${incident.id} has no checks without a pull request.`);
  await holdLease(incident, ports);
  const { head } = outcome.pullRequest;
  const paths = plan?.kind === "planned" ? plan.files.map(({ path }) => path) : [];
  const { asked } = await ports.writer(incident.repository).retryChecks({ head, paths });
  const at = new Date(ports.clock.now()).toISOString();
  return {
    // Until they have begun again they stand there as failed: judged anew at the next look.
    change: { outcome: { ...outcome, retried: { at, head, checks: asked } } },
    thoughts:
      asked.length > 0
        ? [thought("fixer", `Asked to run again, once: ${asked.slice(0, 5).join(", ")}.`)]
        : [],
  };
}
