import type { Incident } from "../../contracts/incident.ts";
import { diagnosisOfChange } from "../diagnosis-of-change.ts";
import { planToday } from "../plan-today.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

/**
 * The default branch has moved under what was made: it is planned anew on today's head, and takes the place of what
 * stood on our branch. Its head is another then, so that every rule and every check is asked again, and who approved the
 * old one has not approved this.
 */
export async function updateBranchStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, repository } = incident;
  const diagnosis = diagnosisOfChange(incident);
  const { behind, branch, pullRequest, checks: _, ...rest } = outcome;
  if (!diagnosis || !branch || !pullRequest || !behind)
    throw new Error(`Incident ${incident.id} has no branch that could be made anew.`);
  await holdLease(incident, ports);
  const now = new Date(ports.clock.now()).toISOString();
  const fresh = await planToday(incident, diagnosis, ports);
  if (fresh.kind === "unplanned")
    return stopped(`The default branch has moved, and it cannot be planned there: ${fresh.reason}`);
  const planned = { ...incident, plan: { ...fresh, plannedAt: now } };
  const answer = await ports.writer(repository).remakeBranch({
    name: branch.name,
    from: branch.commit,
    base: fresh.base,
    files: fresh.files,
    message: (await ports.wording(planned)).commitMessage,
    date: now,
    signed: incident.facts?.rules.signedCommits ?? false,
  });
  if ("conflict" in answer)
    return stopped(
      `Somebody moved ${branch.name}, so that I leave it to you. Comment /sre retry to look again.`,
    );
  return {
    change: {
      plan: planned.plan,
      verdict: null,
      facts: null,
      waiting: null,
      outcome: {
        ...rest,
        branch: { name: branch.name, commit: answer.commit },
        pullRequest: { ...pullRequest, head: answer.commit },
        remade: (outcome.remade ?? 0) + 1,
      },
    },
    thoughts: [
      thought("fixer", `${behind.reason} Made anew on ${fresh.base.slice(0, 7)}, and judged again.`),
    ],
  };

  function stopped(reason: string): StepResult {
    return {
      change: { outcome: { ...rest, branch, pullRequest, stopped: { at: now, reason } } },
      thoughts: [thought("fixer", reason)],
    };
  }
}
