import { ensurePullRequest } from "../../act/ensure-pull-request.ts";
import { readCodeOwners } from "../../act/read-code-owners.ts";
import { readTemplate } from "../../act/read-template.ts";
import type { Incident } from "../../contracts/incident.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { holdLease } from "./hold-lease.ts";

export async function ensurePullRequestStep(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome, facts, verdict, plan } = incident;
  if (!outcome.branch || !facts || !verdict)
    throw new Error(`Incident ${incident.id} reached its pull request without branch, facts and verdict.`);
  await holdLease(incident, ports);
  const reader = ports.reader(incident.repository);
  const template = await readTemplate(reader, facts.head);
  const { title, body } = await ports.wording(incident, template);
  const { policy } = await ports.policy(incident.repository);
  const draft = verdict.decision === "propose";
  const paths = plan?.kind === "planned" ? plan.files.map(({ path }) => path) : [];
  // Of what is ready to be merged GitHub tells the code owners itself, and of a draft it does not.
  const reviewers =
    draft && policy.notify.code_owners
      ? await readCodeOwners(reader, facts.head, paths)
      : { users: [], teams: [] };
  const { unasked, ...done } = await ensurePullRequest(
    {
      branch: outcome.branch,
      base: facts.defaultBranch,
      title,
      body,
      draft,
      labels: policy.notify.labels,
      reviewers,
      now: new Date(ports.clock.now()).toISOString(),
    },
    { writer: ports.writer(incident.repository) },
  );
  const number = done.pullRequest?.number;
  const asked = unasked === undefined ? "" : ` Its code owners could not be asked for a review: ${unasked}`;
  return {
    change: { outcome: { ...outcome, ...done }, waiting: null },
    thoughts: [
      thought("fixer", done.stopped?.reason ?? `Pull request #${number} is open; its checks run.${asked}`),
    ],
  };
}
