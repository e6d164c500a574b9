import type { Sha } from "../contracts/repository.ts";

/** Whom a word is about: a commit among the candidates, or a guiltless mechanism by its name. */
export type About = { suspect: Sha } | { mechanism: string };

/** A word of somebody who did not read the evidence as Brain does, for or against one hypothesis. */
export interface Opinion {
  about: About;
  /** Natural logarithm by which it moves the odds. All of one speaker about one hypothesis are bounded together. */
  weight: number;
  /** For people; already sanitised. */
  text: string;
  /** Ids of evidence items that it rests on. */
  evidence: readonly string[];
}

/**
 * What memory and a model say beside the reasoning. It moves the odds of hypotheses that the evidence knows, by no
 * more than `WEIGHTS.memory` and `WEIGHTS.model` allow, and counts for nothing where it is asked how many
 * independent facts speak for a commit: neither can carry an unsupported suspect over the bar. What is about no
 * candidate is not heard.
 */
export interface Opinions {
  memory?: readonly Opinion[];
  model?: readonly Opinion[];
  /** Guiltless mechanisms that the table lacks: each becomes one more hypothesis, with a small share to begin with. */
  causes?: readonly { mechanism: string; summary: string }[];
}
