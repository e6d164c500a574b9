import type { Incident } from "../contracts/incident.ts";
import { amount } from "./amount.ts";
import { attemptsWords } from "./attempts-words.ts";
import { commitLink } from "./commit-link.ts";
import { duration } from "./duration.ts";
import { incidentState } from "./incident-state.ts";
import { ownWords } from "./own-words.ts";
import { percent } from "./percent.ts";
import type { ReportContext } from "./report-context.ts";
import { sameAsWords } from "./same-as-words.ts";
import { sentOutAgain } from "./sent-out-again.ts";
import { shareWords } from "./share-words.ts";
import { whatIsChanged } from "./what-is-changed.ts";

/** What is being done, or was: in a sentence or two. */
export function whatIsDone(incident: Incident, context: ReportContext): string {
  const { rollback, closed } = incident;
  const tried = rollback ? "" : attemptsWords(incident);
  const now = closed
    ? whatEndedIt(incident, context)
    : rollback
      ? takingBack(incident, context)
      : remedy(incident, context);
  // What ended it comes first; while it goes on, what was tried before explains where it stands.
  return (closed ? [now, tried] : [tried, now]).filter((one) => one !== "").join(" ");
}

function remedy(incident: Incident, context: ReportContext): string {
  const { outcome, diagnosis, needsHuman } = incident;
  const pullRequest = outcome.pullRequest ? `#${outcome.pullRequest.number}` : "a pull request";
  const { why, doing } = whatIsChanged(incident, context);
  const sent = sentOutAgain(outcome, context);
  const first = sent === "" ? `${why}; ` : `${why}. ${sent} `;
  const cause = sent === "" ? `${why}.` : `${why}. ${sent}`;
  switch (incidentState(incident)) {
    case "investigating":
      return diagnosis?.decision === "unknown"
        ? `I cannot tell the cause yet (best explanation ${percent(diagnosis.confidence)}) and keep looking.`
        : "I am looking for the cause.";
    case "fixing":
      return `${first}I am ${doing} in ${pullRequest}.`;
    case "awaiting-approval":
      return outcome.pullRequest
        ? `${cause} **${pullRequest} waits for you.**`
        : `${cause} **The fix waits for you.**`;
    case "watching":
      return `${sent} The fix is merged (${pullRequest}, ${commitLink(outcome.merge!.sha, context)}); ${shareWords(outcome) ?? "I am watching whether it heals"}.`.trim();
    case "needs-human":
      return `${sent} **A person is needed.** ${ownWords(incident, needsHuman!.reason, context.quote)}`.trim();
    case "healed":
    case "recovered":
    case "same-cause":
      return "";
  }
}

/** A change of ours was no good. Said as plainly as the success would have been. */
function takingBack(incident: Incident, context: ReportContext): string {
  const { outcome, rollback, attempts, needsHuman } = incident;
  const fix = attempts.at(-1)?.outcome.pullRequest;
  const which = fix ? `My change #${fix.number}` : "My change";
  const why = {
    "not-healed": `**${which} did not help.**`,
    worse: `**${which} made it worse.**`,
    asked: `**${which} is taken back**, as asked.`,
  }[rollback!.why];
  const reason =
    rollback!.why === "asked" ? "" : ` ${ownWords(incident, rollback!.reason, context.quote, 300)}`;
  const back = outcome.pullRequest ? `#${outcome.pullRequest.number}` : "a pull request";
  const now = {
    investigating: "I am taking it back.",
    fixing: `I am taking it back in ${back}.`,
    "awaiting-approval": outcome.pullRequest
      ? `**Taking it back, ${back}, waits for you.**`
      : "**Taking it back waits for you.**",
    watching: `It is taken back (${back}); ${shareWords(outcome) ?? "I wait until that is deployed, and look anew"}.`,
    "needs-human": `**A person is needed.** ${needsHuman ? ownWords(incident, needsHuman.reason, context.quote) : ""}`,
    healed: "",
    recovered: "",
    "same-cause": "",
  }[incidentState(incident)];
  return `${why}${reason} ${now}`;
}

function whatEndedIt(incident: Incident, context: ReportContext): string {
  const { quote } = context;
  const { outcome, closed, anomaly, recovery, attempts, plan } = incident;
  const took = duration(Date.parse(closed!.at) - Date.parse(anomaly.onset.at));
  const level = recovery?.measured
    ? ` It stands at ${amount(recovery.measured.value, recovery.measured.unit)} now.`
    : "";
  const pullRequest = outcome.pullRequest ? `#${outcome.pullRequest.number}` : "a pull request";
  switch (closed!.as) {
    case "resolved-by-person":
      return "A person resolved it.";
    case "healed":
      if (outcome.merge && outcome.redeploy && outcome.redeploy.refused === undefined) {
        const { at, revision } = outcome.redeploy;
        const sent = duration(Date.parse(at) - Date.parse(anomaly.onset.at));
        return `**Healed by sending ${commitLink(revision, context)} out again ${sent} after it began; ${pullRequest} keeps it so.**${level}`;
      }
      if (outcome.merge) {
        const what = plan?.kind === "planned" ? ` ${quote.inline(plan.title, 200)}.` : "";
        return `**Healed by ${pullRequest}, ${took} after it began.**${what}${level}`;
      }
      return `**It is well again, ${took} after it began.**${level}`;
    case "same-cause": {
      const by = incident.diagnosis?.suspect
        ? ` ${commitLink(incident.diagnosis.suspect, context)} broke both.`
        : "";
      const change = incident.sameAs?.pullRequest
        ? ` The one change for it is #${incident.sameAs.pullRequest}.`
        : "";
      return `**Same cause as ${sameAsWords(incident)}, and told there from here on.**${by}${change} I make no second change, and that one is not over before this is well, too.`;
    }
    case "recovered-unexplained": {
      if (outcome.merge)
        return `**It passed, and ${pullRequest} is not why**, ${took} after it began: ${quote.inline(recovery?.summary ?? "what ran without it got well, too.", 300)} The change stays in place; whether it should is yours to say.${level}`;
      const changed = attempts.length === 0 ? "nothing was changed" : "nothing that I did explains it";
      return `**It passed by itself ${took} after it began**; ${changed}.${level}`;
    }
  }
}
