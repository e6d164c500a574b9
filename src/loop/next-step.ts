import type { Incident } from "../contracts/incident.ts";
import type { Policy } from "../contracts/policy.ts";
import { afterMerge } from "./after-merge.ts";
import { dueBeside } from "./due-beside.ts";
import type { IncidentEvent } from "./event.ts";
import { hasLeftovers } from "./has-leftovers.ts";
import { isRedeployed } from "./is-redeployed.ts";
import { mayBeFlaky } from "./may-be-flaky.ts";
import { reasonToAsk } from "./reason-to-ask.ts";
import type { Step } from "./step.ts";
import { waitFor } from "./wait-for.ts";
import { waitsForChecksAlone } from "./waits-for-checks.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/**
 * How long to wait before each further look while Brain cannot tell, in seconds. Evidence grows with
 * traffic, so each look waits about half as long again as the one before; after the last a person is asked.
 */
const LOOKS_AFTER_SECONDS = [1.5, 2, 3, 5, 7, 10, 15, 20, 30] as const;
/** Checks that have not finished after this long are a person's matter. */
const CHECKS_DEADLINE = 60 * MINUTE;
/** A lost webhook is made good by looking again. */
const CHECKS_POLL = 10 * SECOND;
/** Once a person was asked nothing hurries any more. */
const IDLE_POLL = 5 * SECOND;
/** A hold may lift by itself: a freeze ends, the budget of an hour is new. */
const APPROVAL_POLL = 30 * SECOND;
/** The rule by which a merge waits for a deployment that is under way. */
const UNDER_WAY = "deployment-under-way";
/** It ends in a moment. */
const HOLD_POLL = 2 * SECOND;
const HANDED_OVER_POLL = 0.5 * SECOND;

/**
 * What comes next for an incident: the whole life of it, in one pure function. The incident alone says
 * how far it has come, so a process that was killed, an upgrade, another worker, and an approval a day
 * later all go on from here.
 *
 * @param event what woke it; it is news only once, afterwards `continue` takes its place
 * @param now epoch milliseconds
 */
export function nextStep(incident: Incident, event: IncidentEvent, policy: Policy, now: number): Step {
  const step = ownStep(incident, event, policy, now);
  // What joined it is looked at while there is nothing else to do, and before anybody is asked.
  const idle = step.do === "wait" || step.do === "ask-a-person";
  return idle && dueBeside(incident, now).length > 0 ? { do: "look-beside" } : step;
}

function ownStep(incident: Incident, event: IncidentEvent, policy: Policy, now: number): Step {
  // What is news is heard first, and does not get lost.
  if (["continue", "start", "timeout"].includes(event.kind) && mustLeaveQueue(incident))
    return { do: "leave-queue" };
  if (incident.closed) return afterClosing(incident);
  if (event.kind === "issue" && event.state === "closed" && event.number === incident.issue?.number)
    return { do: "close", as: "resolved-by-person" };
  if (event.kind === "command") return { do: "heed", event };
  if (event.kind === "anomaly") return { do: "join", event };
  if (event.kind === "alerts") return { do: "note-alerts", event };

  if (incident.sameAs) return untilHandedOver(incident, event, now);
  if (incident.outcome.merge) return afterMerge(incident, event, policy, now);
  if (needsNoRollback(incident)) return { do: "drop-rollback" };
  if (!incident.evidence) return { do: "observe" };
  if (!incident.diagnosis) return { do: "orient" };
  if (!incident.plan) return { do: "plan" };
  if (!incident.verdict) return { do: "judge" };
  if (incident.facts?.pullRequest?.merged) return { do: "merge" };
  if (incident.needsHuman) return afterAskingAPerson(incident, event, now);
  // What a redeployment of ours has ended is explained, and comes back without the change behind it.
  if (incident.recovery?.state === "recovered-unexplained" && !isRedeployed(incident.outcome))
    return { do: "close", as: "recovered-unexplained" };

  // Made anew before anybody is asked about it: what stands there no longer fits.
  if (incident.outcome.behind && !incident.held && incident.verdict.decision !== "report")
    return event.kind === "continue" ? { do: "update-branch" } : { do: "judge" };

  switch (incident.verdict.decision) {
    case "report":
      return whileReporting(incident, event, now);
    case "hold":
      if (event.kind !== "continue") return { do: "judge" };
      return waitsForADeployment(incident)
        ? {
            do: "wait",
            waiting: waitFor(incident, "deployment", now, HOLD_POLL, policy.deploy.timeout * SECOND),
          }
        : forApproval(incident, now);
    case "propose":
    case "merge":
      return whileActing(incident, event, now);
  }
}

/** The other incident takes it over at its next wait. */
function untilHandedOver(incident: Incident, event: IncidentEvent, now: number): Step {
  if (incident.sameAs?.asked === null || event.kind !== "continue") return { do: "hand-over" };
  return { do: "wait", waiting: waitFor(incident, "recovery", now, HANDED_OVER_POLL, DAY) };
}

/** What was merged has no use for its branch any more; then memory is told. */
function afterClosing(incident: Incident): Step {
  if (hasLeftovers(incident)) return { do: "delete-branch" };
  return { do: incident.remembered ? "end" : "remember" };
}

/** What was about to be taken back has got it well after all, or it passed; what a person asked for is done all the same. */
function needsNoRollback({ rollback, recovery, facts }: Incident): boolean {
  if (!rollback || rollback.why === "asked" || facts?.pullRequest?.merged) return false;
  return recovery?.state === "healed" || recovery?.state === "recovered-unexplained";
}

/** What a queue holds it merges by itself: it stays there only while nothing but the queue is waited for. */
function mustLeaveQueue(incident: Incident): boolean {
  const { outcome, facts, verdict, closed, needsHuman } = incident;
  if (!outcome.asked?.queued || outcome.merge || facts?.pullRequest?.merged) return false;
  if (closed || needsHuman || outcome.stopped) return true;
  // Without a verdict it is about to be judged.
  return verdict !== null && verdict.decision !== "merge" && !waitsForChecksAlone(incident);
}

/** Nothing may be done: look again while that could tell more, else ask a person. */
function whileReporting(incident: Incident, event: IncidentEvent, now: number): Step {
  const wait = LOOKS_AFTER_SECONDS[incident.looks - 1];
  // After a change that did not help, waiting helps nobody.
  const isFirst = incident.attempts.length === 0;
  if (isFirst && incident.diagnosis?.decision === "unknown" && wait !== undefined) {
    // After a restart the wait begins anew; only its own time-out ends it.
    if (event.kind === "timeout" || event.kind === "start" || event.kind === "deployment")
      return { do: "observe" };
    return { do: "wait", waiting: waitFor(incident, "evidence", now, wait * SECOND, 10 * MINUTE) };
  }
  return { do: "ask-a-person", reason: reasonToAsk(incident) };
}

function whileActing(incident: Incident, event: IncidentEvent, now: number): Step {
  const { outcome, verdict } = incident;
  if (outcome.stopped) return { do: "ask-a-person", reason: outcome.stopped.reason };
  // A verdict is acted on the moment that it was given, or not at all: a crash, or GitHub away, may lie in between.
  if (event.kind !== "continue") return { do: "judge" };
  const redeploy = incident.plan?.kind === "planned" ? incident.plan.redeploy : undefined;
  if (redeploy && !outcome.redeploy && verdict?.decision === "merge") return { do: "redeploy" };
  if (!outcome.branch) return { do: "ensure-branch" };
  if (!outcome.pullRequest) return { do: "ensure-pull-request" };
  if (incident.facts?.pullRequest?.state === "closed")
    return {
      do: "ask-a-person",
      reason: `Pull request #${outcome.pullRequest.number} was closed without a merge.`,
    };
  // What was allowed before the branch existed is asked once more of the very head that would be merged.
  if (!verdict?.judged.head) return { do: "judge" };
  if (verdict.decision === "merge" && verdict.judged.head === outcome.pullRequest.head)
    return { do: "merge" };
  if (mayBeFlaky(incident)) return { do: "retry-checks" };
  if (waitsForChecksAlone(incident)) {
    const wait = waitFor(incident, "checks", now, CHECKS_POLL, CHECKS_DEADLINE);
    return now >= Date.parse(wait.deadline)
      ? { do: "ask-a-person", reason: "The required checks have not finished within an hour." }
      : { do: "wait", waiting: wait };
  }
  return forApproval(incident, now);
}

/** Whether nothing stands in the way but a deployment that is about to end, and checks that are: nobody need be asked, it is seen in a moment. */
function waitsForADeployment(incident: Incident): boolean {
  const { verdict, waiting } = incident;
  const failing = verdict?.rules.filter(({ answer }) => answer === "fail") ?? [];
  if (!failing.some(({ rule }) => rule === UNDER_WAY)) return false;
  if (waiting?.for === "deployment" && waiting.until >= waiting.deadline) return false;
  return failing.every(({ rule }) => rule === UNDER_WAY) || waitsForChecksAlone(incident, UNDER_WAY);
}

/** Waits for a person's yes, and not for ever: what nobody wanted for so long is no longer what was proposed. */
function forApproval(incident: Incident, now: number): Step {
  const wait = waitFor(incident, "approval", now, APPROVAL_POLL, 7 * DAY);
  return now >= Date.parse(wait.deadline)
    ? {
        do: "ask-a-person",
        reason: "Nobody has approved it within seven days. `/sre retry` judges it again.",
      }
    : { do: "wait", waiting: wait };
}

/** A person knows. Keep looking whether it passes, and close it when it has. */
function afterAskingAPerson(incident: Incident, event: IncidentEvent, now: number): Step {
  const asked = incident.attempts.at(-1)?.ended === "asked";
  // Who asked for a merge to be taken back, and was told why it may not be, has the next word.
  if (!incident.rollback || !asked) {
    if (incident.recovery?.state === "recovered-unexplained")
      return { do: "close", as: asked ? "resolved-by-person" : "recovered-unexplained" };
    if (incident.recovery?.state === "healed") return { do: "close", as: "healed" };
  }
  // A person who was asked may merge the pull request: then the change is theirs, and ours to watch.
  if (event.kind === "pull-request") return { do: "judge" };
  if (event.kind !== "continue") return { do: "measure-recovery" };
  return { do: "wait", waiting: waitFor(incident, "recovery", now, IDLE_POLL, 7 * DAY) };
}
