import type { Incident } from "../../../contracts/incident.ts";
import type { Effect } from "./effect.ts";

/** Taking back a merge of ours is a person's: what to do is said, with the commit. */
export function rollBack({ outcome }: Incident): Effect {
  const { merge, pullRequest } = outcome;
  if (!merge)
    return {
      change: null,
      text: pullRequest
        ? `Nothing was merged for this incident, so that there is nothing to roll back. To give the change up, close #${pullRequest.number}.`
        : "Nothing was merged for this incident, so that there is nothing to roll back.",
    };
  const number = pullRequest ? `#${pullRequest.number}` : "it";
  return {
    change: null,
    text: `${number} was merged as ${merge.sha}, and I do not take back a merge of mine: whether what it undid was better is yours to say. Press *Revert* on ${number}, or run \`git revert -m 1 ${merge.sha}\`; I watch what is deployed either way, and remember that you overruled me.`,
  };
}
