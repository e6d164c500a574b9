import type { Symptom } from "../../contracts/signal.ts";
import type { ReadFile } from "../changes/read-change.ts";
import type { Finding } from "../finding.ts";
import { WEIGHTS } from "../weights.ts";
import { MECHANISMS, type Mechanism } from "./mechanisms.ts";

export interface MechanismFit {
  /** The class that fits the symptom best; null where nothing that could run is changed. */
  mechanism: Mechanism | null;
  finding: Finding | null;
}

const SYMPTOM_IN_WORDS: Readonly<Record<Symptom, string>> = {
  errors: "requests that fail",
  latency: "slow requests",
  memory: "memory that grows",
  traffic: "requests that stop coming",
  saturation: "something that runs out",
};

/**
 * Whether a change of these classes can produce such a symptom at all, by the table. The best class
 * counts, and the second in part, but not the sum: a commit that does many things is not guiltier for it.
 */
export function fitMechanism(files: readonly ReadFile[], symptom: Symptom): MechanismFit {
  const shown = new Map<string, { mechanism: Mechanism; path: string; line: number }>();
  for (const file of files) {
    if (file.kind === "docs" || file.kind === "test" || file.kind === "ci" || file.kind === "asset") continue;
    for (const { change, line } of file.classes) {
      const mechanism = MECHANISMS.find((row) => row.change === change);
      if (mechanism && !shown.has(change)) shown.set(change, { mechanism, path: file.path, line });
    }
  }
  const [best, second] = [...shown.values()].toSorted(
    (a, b) => b.mechanism.weight[symptom] - a.mechanism.weight[symptom],
  );
  if (!best) return { mechanism: null, finding: null };
  const { mechanism, path, line } = best;
  const more = Math.max(0, second?.mechanism.weight[symptom] ?? 0) * WEIGHTS.mechanism.second;
  const weight = mechanism.weight[symptom] + more;
  const kin = SYMPTOM_IN_WORDS[symptom];
  const text =
    weight >= 0.3
      ? `Its kind of change, ${mechanism.change}, can cause ${kin}: ${mechanism.how}.`
      : weight <= -0.3
        ? `Its kind of change, ${mechanism.change}, seldom causes ${kin}.`
        : "";
  return { mechanism, finding: { family: "mechanism", weight, text, evidence: [], line: { path, line } } };
}
