import type { Attempt } from "../contracts/attempt.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Instant } from "../contracts/instant.ts";
import type { Outcome } from "../contracts/outcome.ts";
import { attemptWords } from "./attempts-words.ts";
import { commitLink } from "./commit-link.ts";
import { ownWords } from "./own-words.ts";
import { percent } from "./percent.ts";
import type { ReportContext } from "./report-context.ts";
import { sameAsWords } from "./same-as-words.ts";
import { shareWords } from "./share-words.ts";

export interface ProgressStep {
  at: Instant | null;
  text: string;
}

/** What has happened so far, in order, each with its moment where one is known. */
export function progressSteps(incident: Incident, context: ReportContext): ProgressStep[] {
  const { anomaly, diagnosis, outcome, recovery, needsHuman, closed, approvals, rollback } = incident;
  const { quote } = context;
  const steps: ProgressStep[] = [
    { at: anomaly.onset.at, text: "It began, as far as the telemetry tells" },
    {
      at: anomaly.detectedAt,
      text: `Noticed, from ${anomaly.source === "alert" ? "an alert" : "telemetry"}`,
    },
    ...incident.attempts.flatMap((attempt) => tried(attempt, incident, context)),
  ];
  if (diagnosis?.suspect && diagnosis.decision === "commit" && !rollback)
    steps.push({
      at: diagnosis.at,
      text: `Cause found: ${commitLink(diagnosis.suspect, context)}, ${percent(diagnosis.confidence)} sure`,
    });
  if (diagnosis?.decision === "none" && !rollback)
    steps.push({ at: diagnosis.at, text: `No commit did it, ${percent(diagnosis.confidence)} sure` });
  for (const approval of approvals.slice(-3))
    steps.push({ at: approval.at, text: `Approved by ${quote.inline(approval.by, 40)}` });
  steps.push(...done(outcome, rollback ? "Taking it back proposed" : "Fix proposed", context));
  if (needsHuman)
    steps.push({
      at: needsHuman.since,
      text: `Asked a person: ${ownWords(incident, needsHuman.reason, quote)}`,
    });
  if (recovery && outcome.deployment && (recovery.state === "not-healed" || recovery.state === "worse"))
    steps.push({
      at: recovery.at,
      text: recovery.state === "worse" ? "It got worse after that" : "It has not healed yet",
    });
  if (closed) {
    const words = {
      healed: `Healed. ${quote.inline(recovery?.summary ?? "", 300)}`,
      "recovered-unexplained": outcome.merge
        ? "It passed, and not by the change"
        : "It passed by itself; the cause stays unexplained",
      "resolved-by-person": "Resolved by a person",
      "same-cause": `Same cause as ${sameAsWords(incident)}: it goes on there`,
    };
    steps.push({ at: closed.at, text: words[closed.as].trim() });
  }
  return steps;
}

/** From the branch to the deployment, as far as it has come. */
function done(outcome: Outcome, proposed: string, context: ReportContext): ProgressStep[] {
  const { quote } = context;
  const steps: ProgressStep[] = [];
  if (outcome.redeploy) {
    const { at, revision, refused } = outcome.redeploy;
    const which = `${commitLink(revision, context)}, the last healthy revision`;
    steps.push({
      at,
      text:
        refused === undefined
          ? `Sent out again: ${which}`
          : `Not sent out again: ${which}. ${quote.inline(refused, 300)}`,
    });
  }
  if (outcome.pullRequest) steps.push({ at: null, text: `${proposed}: #${outcome.pullRequest.number}` });
  if (outcome.retried && outcome.retried.checks.length > 0) {
    const names = outcome.retried.checks.slice(0, 5).map((name) => quote.code(name, 80));
    steps.push({ at: outcome.retried.at, text: `Failed, and asked to run again, once: ${names.join(", ")}` });
  }
  for (const check of (outcome.checks ?? []).filter(isOfOthers).slice(0, 10))
    steps.push({ at: null, text: `Check ${quote.code(check.name, 80)} failed` });
  if (outcome.merge)
    steps.push({ at: outcome.merge.at, text: `Merged as ${commitLink(outcome.merge.sha, context)}` });
  if (outcome.deployment) {
    const { at, sha, state, id } = outcome.deployment;
    const which = id === null ? "" : ` (deployment ${id})`;
    const far = shareWords(outcome);
    steps.push({
      at,
      text:
        state === "success"
          ? `Deployed: ${commitLink(sha, context)}${which}${far ? `; ${far}` : ""}`
          : `The deployment of ${commitLink(sha, context)} failed${which}`,
    });
  }
  return steps;
}

function tried(attempt: Attempt, incident: Incident, context: ReportContext): ProgressStep[] {
  return [
    ...done(attempt.outcome, "Fix proposed", context),
    {
      at: attempt.at,
      text: `${attemptWords({ ...attempt, rollback: null })} ${ownWords(incident, attempt.reason, context.quote, 300)}`.trim(),
    },
    ...(attempt.rollback ? done(attempt.rollback, "Taking it back proposed", context) : []),
  ];
}

/** Failed, and not one of ours, which says what this verdict is. */
const isOfOthers = ({ name, state }: { name: string; state: string }) =>
  state === "failure" && !name.startsWith("SRE-Space / ");
