import type { Mechanism } from "./mechanism.ts";
import type { Scope } from "./symptom-class.ts";
import type { SymptomMix } from "./symptom-mix.ts";

/** A change goes to every node and every tenant; where only one suffers, that speaks against most classes. */
const SCOPES: Readonly<Record<Scope, { picks: number; other: number }>> = {
  "one node": { picks: -1.2, other: -1 },
  "one tenant": { picks: 0.2, other: -0.8 },
  "one record": { picks: 0.3, other: -1 },
};

/**
 * One class against what is known of the symptom: the likelihood ratio of a mixture is the mean of the
 * ratios, each by its share.
 */
export function mechanismWeight(mechanism: Mechanism, mix: SymptomMix): number {
  let ratio = 0;
  for (const [symptom, share] of mix.shares) {
    ratio += share * Math.exp(mechanism.weight[symptom] ?? mechanism.otherwise);
  }
  const scope = mix.scope ? SCOPES[mix.scope][mechanism.picks ? "picks" : "other"] : 0;
  return Math.log(ratio) + scope;
}
