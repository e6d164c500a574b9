import type { Incident } from "../../contracts/incident.ts";
import type { CommandSignal } from "../../contracts/signal.ts";
import { mayCommand } from "../may-command.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { approve } from "./heed/approve.ts";
import type { Effect } from "./heed/effect.ts";
import { rollBack } from "./heed/roll-back.ts";

/** A person's command, heeded where the policy lets them give it and refused with the reason where not. */
export async function heed(
  incident: Incident,
  command: CommandSignal,
  ports: LoopPorts,
): Promise<StepResult> {
  const { policy } = await ports.policy(incident.repository);
  const issue = command.issue ?? incident.issue?.number;
  const permitted = await mayCommand(
    command.command,
    command.actor,
    policy,
    ports.facts(incident.repository),
  );
  const { change, text } = permitted.may
    ? await effect(incident, command, { permitted, policy, ports })
    : { change: null, text: permitted.why };
  if (issue !== undefined)
    await ports.answer(command, issue, {
      accepted: change !== null,
      text,
      ...(permitted.may ? {} : { stranger: true }),
    });
  if (change === null)
    return {
      change: {},
      thoughts: permitted.may
        ? []
        : [thought("guardrail", `Refused /sre ${command.command}: its giver may not give it.`)],
    };
  const news = Object.keys(change).length > 0;
  return { change, thoughts: news ? [thought("guardrail", `A person gave /sre ${command.command}.`)] : [] };
}

async function effect(
  incident: Incident,
  command: CommandSignal,
  by: Parameters<typeof approve>[2],
): Promise<Effect> {
  const again = { verdict: null, needsHuman: null, waiting: null };
  switch (command.command) {
    case "approve":
      return approve(incident, command, by);
    case "hold":
      return {
        change: {
          ...(incident.outcome.merge ? {} : { verdict: null, waiting: null }),
          approvals: [],
          held: { by: command.actor, at: command.writtenAt ?? command.receivedAt },
        },
        text: incident.outcome.merge
          ? "It is merged already. On hold from here on: whatever comes of it, I take nothing back by myself."
          : "On hold: nothing is done about this incident until `/sre approve`. Approvals that were given are void.",
      };
    case "retry": {
      const { stopped: _, ...outcome } = incident.outcome;
      // What stands on a branch was made for one diagnosis: another must never be what lets it through.
      if (outcome.branch)
        return {
          change: { ...again, outcome },
          text: "A change was written already, and is looked at again.",
        };
      if (incident.rollback)
        return { change: { ...again, outcome, plan: null }, text: "Planned and judged anew." };
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
    case "explain":
      return { change: {}, text: await by.ports.explain(incident) };
    case "rollback":
      return rollBack(incident, command);
    case "pause":
    case "resume":
      // Of the whole repository: heard before any incident was asked.
      return { change: {}, text: "" };
  }
}
