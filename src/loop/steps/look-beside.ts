import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Evidence } from "../../contracts/evidence.ts";
import type { Incident, LookBeside } from "../../contracts/incident.ts";
import { diagnose } from "../../orient/diagnose.ts";
import { allAlerts } from "../all-alerts.ts";
import { dueBeside } from "../due-beside.ts";
import { gatherEvidence } from "../gather-evidence.ts";
import { type Peers, part } from "../part.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { recallPast } from "../recall-past.ts";

interface Looked {
  anomaly: Anomaly;
  evidence: Evidence;
  diagnosis: Diagnosis;
}

/**
 * What joined the incident and may have a cause of its own is looked at by itself. Where a commit did it for certain, an
 * incident that knows of none moves there; one that has another cause lets it go its own way. Otherwise it stays, and is
 * looked at again a few times, as evidence grows with traffic. No model is asked: that is for what the incident is about.
 */
export async function lookBeside(incident: Incident, ports: LoopPorts, peers: Peers): Promise<StepResult> {
  const now = ports.clock.now();
  const looked: Looked[] = [];
  for (const anomaly of dueBeside(incident, now)) looked.push(await lookAt(anomaly, incident, ports));
  const found = looked
    .filter(({ diagnosis }) => diagnosis.decision === "commit")
    .toSorted((a, b) => b.diagnosis.confidence - a.diagnosis.confidence);
  const known = incident.diagnosis?.decision === "commit" ? incident.diagnosis.suspect : null;
  const first = known === null && !incident.outcome.branch ? found[0] : undefined;
  const cause = first?.diagnosis.suspect ?? known;
  const apart = found.filter(({ diagnosis }) => diagnosis.suspect !== cause);
  const at = new Date(now).toISOString();
  const beside = [
    ...incident.beside.filter(
      (one) => !looked.some(({ anomaly }) => anomaly.fingerprint === one.fingerprint),
    ),
    ...looked.map((one) => entry(one, incident, at)),
  ];
  const parted = await part(
    { ...incident, beside },
    apart.map(({ anomaly }) => anomaly),
    ports,
    peers,
  );
  const without = { ...incident, ...parted };
  return {
    change: first ? moved(without, first, at) : parted,
    thoughts: [
      ...(first
        ? [thought("brain", `By itself it tells more: ${first.anomaly.summary} ${named(first.diagnosis)}`)]
        : []),
      ...apart.map(({ anomaly, diagnosis }) =>
        thought(
          "brain",
          `It has a cause of its own, and goes its own way: ${anomaly.summary} ${named(diagnosis)}`,
        ),
      ),
    ],
  };
}

async function lookAt(anomaly: Anomaly, incident: Incident, ports: LoopPorts): Promise<Looked> {
  const { policy } = await ports.policy(incident.repository);
  const evidence = await gatherEvidence(anomaly, incident, ports);
  const reader = ports.reader(incident.repository);
  const now = new Date(ports.clock.now()).toISOString();
  const remembered = await recallPast(anomaly, evidence, policy, ports);
  const diagnosis = await diagnose({ anomaly, evidence, policy, reader, now }, remembered, null);
  return { anomaly, evidence, diagnosis };
}

function entry({ anomaly, diagnosis }: Looked, incident: Incident, at: string): LookBeside {
  const { fingerprint } = anomaly;
  const before = incident.beside.find((one) => one.fingerprint === fingerprint)?.looks ?? 0;
  const { decision, suspect, confidence } = diagnosis;
  return { fingerprint, at, looks: before + 1, decision, suspect, confidence };
}

/** The incident, about what joined it from here on. What it was about has been looked at as often as it may be. */
function moved(incident: Incident, { anomaly, evidence, diagnosis }: Looked, at: string): Partial<Incident> {
  const was = incident.anomaly;
  const { decision, suspect, confidence } = incident.diagnosis as Diagnosis;
  const last: LookBeside = {
    fingerprint: was.fingerprint,
    at,
    looks: Math.max(1, incident.looks),
    // Told apart from what is still open, as nothing more comes of it.
    decision: decision === "unknown" ? "none" : decision,
    suspect,
    confidence,
  };
  return {
    anomaly: { ...anomaly, alerts: allAlerts(anomaly, was) },
    related: [...incident.related.filter((one) => one.fingerprint !== anomaly.fingerprint), was],
    beside: [...incident.beside.filter((one) => one.fingerprint !== anomaly.fingerprint), last],
    evidence,
    diagnosis,
    plan: null,
    // Whoever said yes has seen another change.
    approvals: [],
    facts: null,
    verdict: null,
    judged: null,
    recovery: null,
    needsHuman: null,
    waiting: null,
  };
}

const named = ({ suspect, confidence }: Diagnosis) =>
  `${suspect?.slice(0, 7)} did it, ${Math.round(confidence * 1000) / 10}% sure.`;
