import type { Incident } from "../contracts/incident.ts";
import { attemptWords } from "./attempts-words.ts";
import { commitLink } from "./commit-link.ts";
import type { ReportContext } from "./report-context.ts";
import { sameAsWords } from "./same-as-words.ts";
import { sentOutAgain } from "./sent-out-again.ts";

/** What ended it, and what did not, without credit for what is not ours. */
export function whatHealed(incident: Incident, context: ReportContext): string {
  const { closed, outcome, recovery, attempts } = incident;
  const { quote } = context;
  const measured = recovery?.summary ? ` ${quote.inline(recovery.summary, 300)}` : "";
  const tried = attempts.map((one) => ` ${attemptWords(one)}`).join("");
  switch (closed?.as) {
    case "healed": {
      if (!outcome.merge) return `It is well again.${measured}${tried}`;
      const number = outcome.pullRequest ? `#${outcome.pullRequest.number}` : "A change";
      const sent = sentOutAgain(outcome, context);
      return `${sent === "" ? "" : `${sent} `}${number}, merged as ${commitLink(outcome.merge.sha, context)}.${measured}${tried}`;
    }
    case "recovered-unexplained": {
      if (outcome.merge && outcome.pullRequest)
        return `Nobody knows. It got well where #${outcome.pullRequest.number} was not running, too, so that it takes no credit.${measured}${tried}`;
      return `Nobody knows: it passed by itself.${measured}${tried}`;
    }
    case "resolved-by-person":
      return `A person closed it.${tried}`;
    case "same-cause":
      return `Nothing yet, here: it goes on in ${sameAsWords(incident)}, which has the same cause.`;
    case undefined:
      return `It is not over.${tried}`;
  }
}
