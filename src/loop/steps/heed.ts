import type { Approval } from "../../contracts/facts.ts";
import type { Incident } from "../../contracts/incident.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { CommandSignal } from "../../contracts/signal.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** GitHub's permissions, from least to most (https://docs.github.com/rest/collaborators/collaborators). */
const ranks = ["none", "read", "triage", "write", "maintain", "admin"];

/** A person's `/sre` command, heeded where the policy lets them give it and refused with the reason where not. */
export async function heed(
  incident: Incident,
  command: CommandSignal,
  ports: LoopPorts,
): Promise<StepResult> {
  const { policy } = await ports.policy(incident.repository);
  const required = policy.guardrails.approvers.permission;
  const permission = await ports.facts(incident.repository).permission(command.actor);
  if (ranks.indexOf(permission) < ranks.indexOf(required)) {
    await ports.answer(command, {
      accepted: false,
      text: `\`/sre ${command.command}\` needs ${required} permission on this repository; you have ${permission}.`,
    });
    return {
      change: {},
      thoughts: [thought("guardrail", `Refused /sre ${command.command}: no ${required} permission.`)],
    };
  }
  const { change, text } = await effect(incident, command, permission, policy, ports);
  await ports.answer(command, { accepted: change !== null, text });
  const news = change !== null && Object.keys(change).length > 0;
  return {
    change: change ?? {},
    thoughts: news ? [thought("guardrail", `A person gave /sre ${command.command}.`)] : [],
  };
}

async function effect(
  incident: Incident,
  command: CommandSignal,
  permission: string,
  policy: Policy,
  ports: LoopPorts,
): Promise<{ change: Partial<Incident> | null; text: string }> {
  const again = { verdict: null, needsHuman: null, waiting: null };
  switch (command.command) {
    case "approve": {
      if (policy.guardrails.approvers.teams.length > 0)
        return {
          change: null,
          text: "The policy names teams that may approve, and this release cannot check who is in a team. Merge the pull request yourself, or take `teams` out of `approvers`.",
        };
      // A command comes again where the process ended, or a step failed, before it was acted on to its end. It
      // must not then count for a plan that was made after it was given.
      const given = incident.approvals.some(
        (one) => one.via === "comment" && one.by === command.actor && one.at === command.receivedAt,
      );
      const text = "Approved. The guardrails judge again with your approval.";
      if (given) return { change: {}, text };
      const approval: Approval = {
        by: command.actor,
        at: command.receivedAt,
        via: "comment",
        head: incident.outcome.pullRequest?.head ?? null,
        ...(incident.plan?.kind === "planned" ? { base: incident.plan.base } : {}),
        permission,
      };
      return { change: { ...again, approvals: [...incident.approvals, approval] }, text };
    }
    case "retry": {
      const { stopped: _, ...outcome } = incident.outcome;
      // What stands on a branch was made for one diagnosis: another must never be what lets it through.
      if (outcome.branch)
        return {
          change: { ...again, outcome },
          text: "A change was written already, and is looked at again.",
        };
      return {
        change: { ...again, outcome, evidence: null, diagnosis: null, plan: null },
        text: "Looking at it anew.",
      };
    }
    case "resolve":
      return {
        change: { closed: { at: command.receivedAt, as: "resolved-by-person" }, waiting: null },
        text: "Closed as resolved by you.",
      };
    case "pause":
      await ports.store.setPaused(incident.repository, true);
      return {
        change: { verdict: null },
        text: "Paused: in this repository nothing is merged until `/sre resume`.",
      };
    case "resume":
      await ports.store.setPaused(incident.repository, false);
      return { change: again, text: "Resumed." };
    case "explain":
    case "hold":
    case "rollback":
      return { change: null, text: `\`/sre ${command.command}\` is not available in this release.` };
  }
}
