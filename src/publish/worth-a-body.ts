import type { Incident } from "../contracts/incident.ts";
import { incidentState } from "../report/incident-state.ts";
import { isSettled } from "./is-settled.ts";

/**
 * What must change before the body is written again; every other detail comes along when one of
 * these does. A verdict counts and not a diagnosis alone, for it follows within the second.
 */
export function worthABody(incident: Incident): unknown {
  const { anomaly, diagnosis, plan, verdict, needsHuman, closed, outcome, rollback, attempts } = incident;
  const state = incidentState(incident);
  const judged = isSettled(incident) &&
    diagnosis &&
    verdict && {
      decision: diagnosis.decision,
      suspect: diagnosis.suspect,
      remedy: diagnosis.remedy.kind,
      plan: plan?.kind,
      // While it is being fixed, checks come and go and the verdict with them; the label says enough.
      verdict: state === "fixing" ? null : verdict.decision,
      // Who is to say yes must see what stands against it today.
      against:
        state === "awaiting-approval"
          ? verdict.rules.filter(({ answer }) => answer === "fail").map(({ rule }) => rule)
          : null,
    };
  return {
    state,
    anomaly: anomaly.fingerprint,
    judged: judged || null,
    needsHuman: needsHuman?.reason ?? null,
    closed: closed?.as ?? null,
    stopped: outcome.stopped?.reason ?? null,
    rollback: rollback?.of ?? null,
    attempts: attempts.length,
  };
}
