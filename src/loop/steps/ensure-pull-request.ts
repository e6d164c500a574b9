import { ensurePullRequest } from "../../act/ensure-pull-request.ts";
import { readTemplate } from "../../act/read-template.ts";
import type { Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

export async function ensurePullRequestStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, facts, verdict } = incident;
  if (!outcome.branch || !facts || !verdict)
    throw new Error(`Incident ${incident.id} reached its pull request without branch, facts and verdict.`);
  await holdLease(incident, ports);
  const template = await readTemplate(ports.reader(incident.repository), facts.head);
  const { title, body } = await ports.wording(incident, template);
  const { policy } = await ports.policy(incident.repository);
  const done = await ensurePullRequest(
    {
      branch: outcome.branch,
      base: facts.defaultBranch,
      title,
      body,
      draft: verdict.decision === "propose",
      labels: policy.notify.labels,
      now: new Date(ports.clock.now()).toISOString(),
    },
    { writer: ports.writer(incident.repository) },
  );
  const number = done.pullRequest?.number;
  return {
    change: { outcome: { ...outcome, ...done }, waiting: null },
    thoughts: [thought("fixer", done.stopped?.reason ?? `Pull request #${number} is open; its checks run.`)],
  };
}
