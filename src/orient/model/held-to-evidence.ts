import type { Diagnosis } from "../../contracts/diagnosis.ts";

/** How near to the bar the evidence alone must have put an answer, as a difference of logits. */
const NEARLY = 0.5;

/**
 * Whether a model's word may have led to this answer. It may take an answer away freely; one that the evidence alone had
 * not given, it may only have helped over the last step to the bar.
 * @param base the same case without the model
 * @param bar the policy's
 */
export function heldToEvidence(base: Diagnosis, heard: Diagnosis, bar: number): boolean {
  if (heard.decision === "unknown") return true;
  if (base.decision === heard.decision && base.suspect === heard.suspect) return true;
  const before =
    heard.suspect === null
      ? base.hypotheses.filter((one) => one.suspect === null).reduce((sum, one) => sum + one.probability, 0)
      : (base.hypotheses.find((one) => one.suspect === heard.suspect)?.probability ?? 0);
  return logit(before) >= logit(bar) - NEARLY;
}

const logit = (probability: number) => Math.log(probability / (1 - probability));
