import type { Incident } from "../../contracts/incident.ts";
import { gatherEvidence } from "../gather-evidence.ts";
import { measureTogether } from "../measure-together.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";

/** Scout gathers the evidence as it stands now. What was concluded from an older look is dropped with it. */
export async function observe(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { anomaly } = incident;
  const evidence = await gatherEvidence(anomaly, incident, ports);
  const recovery = incident.looks === 0 ? null : measureTogether(incident, ports.observer).whole;
  const strongest = evidence.items.slice(0, 3);
  return {
    change: {
      evidence,
      recovery,
      looks: incident.looks + 1,
      diagnosis: null,
      plan: null,
      facts: null,
      verdict: null,
    },
    thoughts: [
      ...(incident.looks === 0 ? [thought("scout", anomaly.summary)] : []),
      ...strongest.map((item) => thought("scout", item.text, [item.id])),
    ],
  };
}
