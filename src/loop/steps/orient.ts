import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { Incident } from "../../contracts/incident.ts";
import { diagnose } from "../../orient/diagnose.ts";
import { findSameCause } from "../find-same-cause.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { recallPast } from "../recall-past.ts";
import { weighTried } from "../weigh-tried.ts";
import { withoutTried } from "../without-tried.ts";

/** Brain weighs every candidate. It is given a reader and can write nothing. */
export async function orient(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  if (!incident.evidence) throw new Error(`Incident ${incident.id} reached orient without evidence.`);
  const { policy } = await ports.policy(incident.repository);
  const { anomaly, evidence } = incident;
  const { consult } = ports;
  const remembered = await recallPast(anomaly, evidence, policy, ports);
  const found = await diagnose(
    {
      anomaly,
      evidence,
      policy,
      reader: ports.reader(incident.repository),
      now: new Date(ports.clock.now()).toISOString(),
    },
    remembered,
    consult && ((matter) => consult({ ...matter, incident: incident.id, looks: incident.looks })),
  );
  const weighed = weighTried(found, incident.attempts, policy.guardrails.min_confidence);
  const diagnosis = withoutTried(weighed, incident.attempts);
  const sameAs = await findSameCause({ ...incident, diagnosis }, ports);
  const [first] = diagnosis.hypotheses;
  const percent = `${Math.round(diagnosis.confidence * 1000) / 10}%`;
  const conclusion =
    diagnosis.decision === "commit"
      ? `${diagnosis.suspect?.slice(0, 7)} did it, ${percent} sure: ${first?.summary ?? ""}`
      : diagnosis.decision === "none"
        ? `No commit did it, ${percent} sure: ${first?.summary ?? ""}`
        : `I cannot tell yet; ${diagnosis.suspect === null ? `that no commit did it has ${percent}` : `the best explanation has ${percent}`}. ${diagnosis.wouldSettle[0] ?? ""}`;
  const second = diagnosis.hypotheses[1];
  return {
    change: { diagnosis, sameAs },
    thoughts: [
      thought("brain", conclusion, first?.because ?? []),
      ...known(diagnosis),
      ...secondOpinion(diagnosis, incident),
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

/** What came of asking a model, the first time that it did. */
function secondOpinion({ secondOpinion }: Diagnosis, { thoughts }: Incident) {
  const note = secondOpinion?.note;
  return note && !thoughts.some(({ text }) => text === note) ? [thought("brain", note)] : [];
}

/** Only news: that the same was seen, and whether that answers it. */
function known({ seenBefore }: Diagnosis) {
  const past = seenBefore?.find(({ answers }) => answers);
  if (!past) return [];
  const where = past.issue === null ? "" : ` in #${past.issue}`;
  const by = past.pullRequest === null ? "" : ` by #${past.pullRequest}`;
  return [
    thought(
      "brain",
      `Seen before${where}, ${past.ending === "healed" ? "healed" : "taken back"}${by}: the evidence points at the same again.`,
    ),
  ];
}
