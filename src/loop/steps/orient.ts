import type { Incident } from "../../contracts/incident.ts";
import { diagnose } from "../../orient/diagnose.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** Brain weighs every candidate. It is given a reader and can write nothing. */
export async function orient(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  if (!incident.evidence) throw new Error(`Incident ${incident.id} reached orient without evidence.`);
  const { policy } = await ports.policy(incident.repository);
  const diagnosis = await diagnose({
    anomaly: incident.anomaly,
    evidence: incident.evidence,
    policy,
    reader: ports.reader(incident.repository),
    now: new Date(ports.clock.now()).toISOString(),
  });
  const [first] = diagnosis.hypotheses;
  const percent = `${Math.round(diagnosis.confidence * 1000) / 10}%`;
  const conclusion =
    diagnosis.decision === "commit"
      ? `${diagnosis.suspect?.slice(0, 7)} did it, ${percent} sure: ${first?.summary ?? ""}`
      : diagnosis.decision === "none"
        ? `No commit did it, ${percent} sure: ${first?.summary ?? ""}`
        : `I cannot tell yet; the best explanation has ${percent}. ${diagnosis.wouldSettle[0] ?? ""}`;
  const second = diagnosis.hypotheses[1];
  return {
    change: { diagnosis },
    thoughts: [
      thought("brain", conclusion, first?.because ?? []),
      ...(second && diagnosis.decision === "unknown"
        ? [
            thought(
              "brain",
              `Next: ${second.suspect?.slice(0, 7) ?? second.mechanism}, ${second.summary}`,
              second.because,
            ),
          ]
        : []),
    ],
  };
}
