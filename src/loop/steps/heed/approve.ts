import type { Approval } from "../../../contracts/facts.ts";
import type { Incident } from "../../../contracts/incident.ts";
import type { Policy } from "../../../contracts/policy.ts";
import type { CommandSignal } from "../../../contracts/signal.ts";
import type { Permitted } from "../../may-command.ts";
import type { LoopPorts } from "../../ports.ts";
import type { Effect } from "./effect.ts";

const short = (sha: string) => `\`${sha.slice(0, 7)}\``;

/** Records an approval of what the person has seen, or says why it can be none. */
export async function approve(
  incident: Incident,
  command: CommandSignal,
  by: { permitted: Extract<Permitted, { may: true }>; policy: Policy; ports: LoopPorts },
): Promise<Effect> {
  const given = incident.approvals.some(
    (one) => one.via === viaOf(command) && one.by === command.actor && one.at === writtenAt(command),
  );
  // A command comes again where the process ended, or a step failed, before it was acted on to its end.
  if (given) return { change: {}, text: ACCEPTED };
  const why = await refusal(incident, command, by);
  if (why !== null) return { change: null, text: why };
  const { permission, teams } = by.permitted;
  const approval: Approval = {
    by: command.actor,
    at: writtenAt(command),
    via: viaOf(command),
    head: incident.outcome.pullRequest?.head ?? null,
    ...(incident.plan?.kind === "planned" ? { base: incident.plan.base } : {}),
    permission,
    ...(teams ? { teams } : {}),
  };
  return {
    change: {
      verdict: null,
      needsHuman: null,
      waiting: null,
      held: null,
      approvals: [...incident.approvals, approval],
    },
    text: ACCEPTED,
  };
}

const ACCEPTED = "Approved. The guardrails judge again with your approval.";
const viaOf = ({ button }: CommandSignal) => (button ? "check-action" : "comment");
/** A comment has its own time, which a webhook that came late has not. */
const writtenAt = ({ writtenAt, receivedAt }: CommandSignal) => writtenAt ?? receivedAt;

async function refusal(
  incident: Incident,
  command: CommandSignal,
  { policy, ports }: { policy: Policy; ports: LoopPorts },
): Promise<string | null> {
  const { outcome, plan, verdict, diagnosis, repository } = incident;
  const { self_approval, valid_for } = policy.guardrails.approvers;
  if (outcome.merge) return "It is merged already.";
  if (ports.clock.now() - Date.parse(writtenAt(command)) > valid_for * 1000)
    return "That approval has expired before it reached me. Look at it again, and give it anew.";
  // Sent late, or played again: whoever said hold has had the later word.
  if (incident.held && writtenAt(command) < incident.held.at)
    return `The incident was put on hold after that was written. Look at it again, and give it anew.`;
  if (command.button && incident.held && command.button.held !== incident.held.at)
    return "That button was pressed before the incident was put on hold. Look at it again, and press it anew.";
  if (plan?.kind !== "planned") return "There is no change to approve: none is planned.";
  const forbidding = verdict?.rules.filter(
    ({ answer, ceiling }) => answer === "fail" && ceiling === "report",
  );
  if (verdict?.decision === "report")
    return `There is nothing that an approval could lift. ${forbidding?.map(({ reason }) => reason).join(" ") ?? ""}`;
  if (!self_approval && diagnosis?.suspect) {
    const authors = await ports.facts(repository).authors(diagnosis.suspect);
    if (authors === null)
      return "The policy asks for somebody else than the author of the commit under suspicion, and GitHub does not know whose account wrote it.";
    if (authors.some((login) => login.toLowerCase() === command.actor.toLowerCase()))
      return "The policy asks for somebody else than the author of the commit under suspicion.";
  }
  if (!outcome.pullRequest)
    return plan.plannedAt !== undefined && writtenAt(command) < plan.plannedAt
      ? "The change was planned anew after you wrote that. Look at what stands in the issue now, and approve it again."
      : null;
  const { number, head } = outcome.pullRequest;
  const facts = await ports
    .facts(repository)
    .read({ pullRequest: number, paths: [], base: null, suspect: null });
  const today = facts.pullRequest?.head ?? null;
  if (today !== head)
    return `The head of #${number} is ${today === null ? "not known" : short(today)}, and the commit that I made is ${short(head)}: somebody has moved the branch, and what they put there I do not merge. Merge it yourself, or close it.`;
  if (command.button && command.button.head !== head)
    return `That button stood on ${short(command.button.head)}, and the head of #${number} is ${short(head)}.`;
  return null;
}
