import { shareOf } from "../../act/share-of.ts";
import type { Incident } from "../../contracts/incident.ts";
import type { Recovery } from "../../contracts/recovery.ts";
import { isRolledOut } from "../is-rolled-out.ts";
import { measureTogether } from "../measure-together.ts";
import { type LoopPorts, type StepResult, thought } from "../ports.ts";
import { whatIsMeasured } from "../what-is-measured.ts";

/** Scout looks whether it healed: after a change in the traffic since its deployment, else since the onset. */
export async function measureRecovery(incident: Incident, ports: LoopPorts): Promise<StepResult> {
  const { outcome } = incident;
  const recovery = measured(incident, ports);
  const news = recovery.state !== incident.recovery?.state && recovery.state !== "unknown";
  return {
    change: { recovery, ...(isRolledOut(outcome) ? {} : await rollout(incident, ports)) },
    thoughts: news ? [thought("scout", recovery.summary)] : [],
  };
}

function measured(incident: Incident, ports: LoopPorts): Recovery {
  const question = whatIsMeasured(incident);
  const { whole: recovery } = measureTogether(incident, ports.observer, question);
  const { remedied, revision } = question;
  if (recovery.state !== "unknown" || recovery.measured || !remedied || !revision) return recovery;
  // Nothing of the change serves: whether the symptom is there is seen in what does.
  const { anomaly } = incident;
  const without = { anomaly, since: anomaly.onset.at, revision: null, remedied: false, begun: null };
  const { whole: passed } = measureTogether(incident, ports.observer, without);
  return passed.state === "recovered-unexplained" ? passed : recovery;
}

/** How far the rollout has come. */
async function rollout({ anomaly, outcome, repository }: Incident, ports: LoopPorts) {
  const { merge, deployment } = outcome;
  if (!merge || !deployment) return {};
  const share = await shareOf(
    { merge, serving: ports.observer.serving(anomaly) },
    { reader: ports.reader(repository) },
  );
  return share === null ? {} : { outcome: { ...outcome, deployment: { ...deployment, share } } };
}
