import type { Approval } from "../../contracts/facts.ts";
import type { Incident } from "../../contracts/incident.ts";
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
  const { change, text } = await effect(incident, command, permission, ports);
  await ports.answer(command, { accepted: change !== null, text });
  return {
    change: change ?? {},
    thoughts: change ? [thought("guardrail", `A person gave /sre ${command.command}.`)] : [],
  };
}

async function effect(
  incident: Incident,
  command: CommandSignal,
  permission: string,
  ports: LoopPorts,
): Promise<{ change: Partial<Incident> | null; text: string }> {
  const again = { verdict: null, needsHuman: null, waiting: null };
  switch (command.command) {
    case "approve": {
      const approval: Approval = {
        by: command.actor,
        at: command.receivedAt,
        via: "comment",
        head: incident.outcome.pullRequest?.head ?? null,
        ...(incident.plan?.kind === "planned" ? { base: incident.plan.base } : {}),
        permission,
      };
      return {
        change: { ...again, approvals: [...incident.approvals, approval] },
        text: "Approved. The guardrails judge again with your approval.",
      };
    }
    case "retry":
      return {
        change: { ...again, evidence: null, diagnosis: null, plan: null },
        text: "Looking at it anew.",
      };
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
