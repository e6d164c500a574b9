import type { Incident } from "../../../contracts/incident.ts";
import type { CommandSignal } from "../../../contracts/signal.ts";
import { beginRollback } from "../../begin-rollback.ts";
import type { Effect } from "./effect.ts";

/** A person wants a merge of ours taken back: planned, judged, checked and merged as every change is. */
export function rollBack(incident: Incident, command: CommandSignal): Effect {
  const { outcome, rollback, attempts } = incident;
  const { merge, pullRequest } = outcome;
  const last = attempts.at(-1);
  if (rollback)
    return {
      change: {},
      text: `${named(last?.outcome.pullRequest)} is being taken back already${pullRequest ? `, in #${pullRequest.number}` : ""}.`,
    };
  if (!merge && last?.rollback)
    return {
      change: {},
      text: `${named(last.outcome.pullRequest)} was taken back by ${named(last.rollback.pullRequest)}.`,
    };
  if (!merge)
    return {
      change: null,
      text: pullRequest
        ? `Nothing was merged for this incident, so that there is nothing to roll back. To give the change up, close #${pullRequest.number}.`
        : "Nothing was merged for this incident, so that there is nothing to roll back.",
    };
  const by = command.actor;
  const at = command.writtenAt ?? command.receivedAt;
  // Written before the merge, it cannot be about it.
  if (at < merge.at)
    return {
      change: null,
      text: `That was written before ${named(pullRequest)} was merged. Write it again if it is meant.`,
    };
  return {
    change: beginRollback(incident, {
      at,
      why: "asked",
      by,
      reason: `${by} asked for ${named(pullRequest)} to be taken back.`,
    }),
    text: `${named(pullRequest)} is being taken back: judged, checked and merged as every change of mine.`,
  };
}

const named = (pullRequest: { number: number } | undefined) =>
  pullRequest ? `#${pullRequest.number}` : "The change";
