import type { Attempt } from "../contracts/attempt.ts";
import type { Incident } from "../contracts/incident.ts";

/** What was tried before, a sentence for each; "" where nothing was. */
export function attemptsWords({ attempts, rollback }: Incident): string {
  // The one that is being taken back is told of by what is done.
  const over = rollback ? attempts.slice(0, -1) : attempts;
  return over.map(attemptWords).join(" ");
}

export function attemptWords({ outcome, ended, rollback }: Attempt): string {
  const which = outcome.pullRequest ? `#${outcome.pullRequest.number}` : "A change of mine";
  const what = {
    "not-healed": "did not help",
    worse: "made it worse",
    asked: "was not wanted",
  }[ended];
  const back = rollback?.merge
    ? ` and was taken back${rollback.pullRequest ? ` by #${rollback.pullRequest.number}` : ""}`
    : "";
  return `${which} ${what}${back}.`;
}
