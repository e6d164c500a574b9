/**
 * Kinds of evidence that are independent of each other. What one family says is summed and then bounded,
 * so that one fact that shows itself in three ways is not counted three times.
 */
export type Family =
  | "prior"
  | "exposure"
  | "place"
  | "mechanism"
  | "ownership"
  | "sign"
  | "told"
  | "memory"
  | "model";

/** One thing that speaks for or against one candidate. */
export interface Finding {
  family: Family;
  /** Natural logarithm of the likelihood ratio against "this candidate had no part in it". */
  weight: number;
  /** For a person at three in the morning. Empty where there is nothing worth saying. */
  text: string;
  /** Ids of evidence items. */
  evidence: readonly string[];
  /** The changed line that it rests on. */
  line?: { path: string; line: number };
  /** Something else contradicts what it rests on: however well the rest fits, nobody is named for certain. */
  doubted?: true;
}
