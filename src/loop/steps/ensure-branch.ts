import { ensureBranch } from "../../act/ensure-branch.ts";
import type { Incident } from "../../contracts/incident.ts";
import { findSameCause } from "../find-same-cause.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

export async function ensureBranchStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { plan, verdict, issue, anomaly } = incident;
  if (plan?.kind !== "planned" || !verdict || !issue)
    throw new Error(`Incident ${incident.id} reached its branch without a plan, a verdict and an issue.`);
  const sameAs = await findSameCause(incident, ports);
  if (sameAs) return { change: { sameAs }, thoughts: [] };
  await holdLease(incident, ports);
  const done = await ensureBranch(
    {
      fingerprint: anomaly.fingerprint,
      issue: issue.number,
      attempt: incident.attempts.length,
      rollback: incident.rollback !== null,
      changes: plan,
      message: (await ports.wording(incident)).commitMessage,
      // The plan's date is stored, so a repeat after a crash makes the very same commit.
      date: plan.plannedAt ?? verdict.at,
      signed: incident.facts?.rules.signedCommits ?? false,
      now: new Date(ports.clock.now()).toISOString(),
    },
    { writer: ports.writer(incident.repository) },
  );
  const text =
    "branch" in done && done.branch ? `Branch ${done.branch.name} holds the change.` : "The branch is taken.";
  return {
    change: { outcome: { ...incident.outcome, ...done }, waiting: null },
    thoughts: [thought("fixer", text)],
  };
}
