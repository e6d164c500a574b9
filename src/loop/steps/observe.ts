import type { Incident } from "../../contracts/incident.ts";
import { measureTogether } from "../measure-together.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { withoutHealed } from "../without-healed.ts";

/** Enough to cover any look-back; the newest come first. */
const DEPLOYMENTS = 30;
/** Scout looks back an hour at the most; more incidents than these do not fit into it. */
const PAST = 20;

/** Scout gathers the evidence as it stands now. What was concluded from an older look is dropped with it. */
export async function observe(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { anomaly } = incident;
  const deployments = await ports.reader(incident.repository).deployments(anomaly.environment, DEPLOYMENTS);
  const past = await ports.store.ofRepository(incident.repository, PAST);
  const evidence = withoutHealed(ports.observer.evidence(anomaly, deployments), incident, past);
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
