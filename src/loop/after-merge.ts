import type { Closed, Incident } from "../contracts/incident.ts";
import type { Policy } from "../contracts/policy.ts";
import type { IncidentEvent } from "./event.ts";
import { hasLeftovers } from "./has-leftovers.ts";
import { isRolledOut } from "./is-rolled-out.ts";
import type { Step } from "./step.ts";
import { unhealedOthers } from "./unhealed-others.ts";
import { waitFor } from "./wait-for.ts";

const SECOND = 1000;
const DEPLOYMENT_POLL = 1 * SECOND;
const RECOVERY_POLL = 0.5 * SECOND;
/** Once a person was asked nothing hurries any more. */
const IDLE_POLL = 5 * SECOND;
/** What is left of the symptom, below which a change has helped, if not enough: taking it back would make it worse. */
const HELPED = 0.5;

/** The change is in: did it go out, did it help? Merged is not deployed, and deployed is not rolled out. */
export function afterMerge(incident: Incident, event: IncidentEvent, policy: Policy, now: number): Step {
  const { outcome, rollback } = incident;
  const { deployment } = outcome;
  const idle = incident.needsHuman !== null;
  const poll = (busy: number) => (idle ? IDLE_POLL : busy);
  if (!deployment) {
    if (event.kind !== "continue") return { do: "find-deployment" };
    const wait = waitFor(incident, "deployment", now, poll(DEPLOYMENT_POLL), policy.deploy.timeout * SECOND);
    return now >= Date.parse(wait.deadline) && !idle
      ? { do: "ask-a-person", reason: undeployed(incident) }
      : { do: "wait", waiting: wait };
  }
  if (deployment.state === "failure" && !idle)
    return {
      do: "ask-a-person",
      reason: rollback
        ? `${named(incident)} takes the change back and is merged, but its deployment failed.`
        : "The change was merged, but its deployment failed.",
    };
  if (rollback) return afterRollback(incident, event, policy, now);

  const { recovery } = incident;
  const rolledOut = isRolledOut(outcome);
  if (recovery?.state === "healed" && rolledOut) return closing(incident, "healed");
  // The revision that was replaced got well, too: it passed, and the change has no part in it.
  if (recovery?.state === "recovered-unexplained") return closing(incident, "recovered-unexplained");
  if (event.kind !== "continue") return { do: "measure-recovery" };
  if (recovery?.state === "worse" && !idle) {
    const reason = `${named(incident)} made it worse: ${recovery.summary}`;
    return takesBack(incident, policy)
      ? { do: "begin-rollback", why: "worse", reason }
      : { do: "ask-a-person", reason };
  }
  const others = rolledOut ? unhealedOthers(incident, now) : [];
  if (others.length > 0) return { do: "part", fingerprints: others };
  if (!rolledOut) return untilRolledOut(incident, policy, now, poll(DEPLOYMENT_POLL));
  const wait = waitFor(incident, "recovery", now, poll(RECOVERY_POLL), policy.verify.window * SECOND);
  if (now < Date.parse(wait.deadline) || idle) return { do: "wait", waiting: wait };
  return unhealed(incident, policy);
}

/** What was merged has no use for its branch any more; it goes before the last word is said, which counts the writes. */
function closing(incident: Incident, as: Closed["as"]): Step {
  return hasLeftovers(incident) ? { do: "delete-branch" } : { do: "close", as };
}

/** The window of the policy has passed. What was not measured was not shown to have failed. */
function unhealed(incident: Incident, policy: Policy): Step {
  const { recovery, anomaly } = incident;
  const reason = `${named(incident)} was merged and deployed, and did not heal: ${recovery?.summary ?? "no affected traffic was seen."}`;
  if (recovery?.state !== "not-healed" || !takesBack(incident, policy)) return { do: "ask-a-person", reason };
  const left =
    recovery.measured?.unit === anomaly.observed.unit
      ? recovery.measured.value / anomaly.observed.value
      : Number.NaN;
  return left < HELPED
    ? {
        do: "ask-a-person",
        reason: `${named(incident)} was merged and deployed, and helped, but not enough: ${recovery.summary} I leave it in.`,
      }
    : { do: "begin-rollback", why: "not-healed", reason };
}

/** What takes a change back is out, or on its way there. It is never taken back by itself in its turn. */
function afterRollback(incident: Incident, event: IncidentEvent, policy: Policy, now: number): Step {
  const { outcome, needsHuman } = incident;
  const idle = needsHuman !== null;
  if (outcome.deployment?.state === "failure") {
    // A person knows. A later deployment may carry it after all.
    return event.kind === "continue"
      ? {
          do: "wait",
          waiting: waitFor(incident, "deployment", now, IDLE_POLL, policy.deploy.timeout * SECOND),
        }
      : { do: "find-deployment" };
  }
  if (isRolledOut(outcome)) return { do: "end-rollback" };
  if (event.kind !== "continue") return { do: "find-deployment" };
  return untilRolledOut(incident, policy, now, idle ? IDLE_POLL : DEPLOYMENT_POLL);
}

function untilRolledOut(incident: Incident, policy: Policy, now: number, poll: number): Step {
  const wait = waitFor(incident, "deployment", now, poll, policy.deploy.timeout * SECOND);
  return now >= Date.parse(wait.deadline) && !incident.needsHuman
    ? { do: "ask-a-person", reason: undeployed(incident) }
    : { do: "wait", waiting: wait };
}

function undeployed(incident: Incident): string {
  const share = incident.outcome.deployment?.share;
  return share === undefined
    ? `The merge of ${named(incident)} has not been deployed in the time that the policy allows.`
    : `The merge of ${named(incident)} serves ${Math.round(share * 100)}% of the requests, and no more in the time that the policy allows.`;
}

/** What a person merged is theirs to take back, and what was put on hold is left as it is. */
function takesBack({ held, outcome }: Incident, policy: Policy): boolean {
  return policy.verify.rollback && !held && outcome.merge?.ours === true;
}

const named = ({ outcome }: Incident): string =>
  outcome.pullRequest ? `#${outcome.pullRequest.number}` : "The change";
