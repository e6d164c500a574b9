import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import type { ProbeSeen } from "../contracts/sealed-state.ts";
import type { Observer } from "../loop/ports.ts";
import type { RecoveryQuestion } from "../observe/recovery/recovery-question.ts";
import type { Scout } from "../observe/scout.ts";
import { recoveryByProbe } from "./probe.ts";

/**
 * Scout in a run of the Action: it hears alerts, and sees telemetry in a bundle at most. What came in a bundle is
 * evidence for as long as the incident lasts; whether it heals the probe says where there is one, else the alerts.
 */
export function runObserver(deps: {
  scout: Scout;
  /** Evidence of a bundle, by the anomaly's fingerprint. */
  bundled: ReadonlyMap<string, Evidence>;
  probed: () => ProbeSeen | null;
  /** Of every incident that is open. */
  open: () => readonly Anomaly[];
  now: () => number;
}): Observer {
  const { scout, bundled, probed, open, now } = deps;
  /** A bundle is of the past, and no telemetry comes after it: of what it has told, too, the alerts say whether it is over. */
  const askedOfAlerts = (question: RecoveryQuestion): RecoveryQuestion =>
    bundled.has(question.anomaly.fingerprint)
      ? { ...question, anomaly: { ...question.anomaly, source: "alert" } }
      : question;
  return {
    evidence: (anomaly, deployments) =>
      bundled.get(anomaly.fingerprint) ?? scout.evidence(anomaly, deployments),
    recovery(question) {
      const seen = probeSpeaksFor(question.anomaly, open()) ? probed() : null;
      return (seen && recoveryByProbe(seen, question, now())) ?? scout.recovery(askedOfAlerts(question));
    },
    serving: (anomaly) => scout.serving(anomaly),
    revisionSeen: (anomaly, revision) => scout.revisionSeen(anomaly, revision),
  };
}

/**
 * The policy's probe asks one address, and which incident that shows it does not say: it speaks for the only one that is open,
 * and where there are several, for the only one that has no alerts to speak for it.
 */
export function probeSpeaksFor({ fingerprint, alerts }: Anomaly, open: readonly Anomaly[]): boolean {
  const others = open.filter((one) => one.fingerprint !== fingerprint);
  if (others.length === 0) return true;
  return alerts.length === 0 && others.every((one) => one.alerts.length > 0);
}

/**
 * Whether an incident has come to where only an event from outside, or a long time, moves it on.
 *
 * @param isSettling whether it shows within the minute that what is broken is well again
 */
export function rests(incident: Incident, isSettling: boolean): boolean {
  if (incident.closed) return incident.remembered !== null && incident.issue?.state === "closed";
  if (isSettling) return false;
  return incident.needsHuman !== null || incident.waiting?.for === "approval";
}
