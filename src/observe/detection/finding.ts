import type { Tally } from "../tally.ts";

/** What a `SequentialTest` has found. */
export interface Finding {
  /** First second of the evidence. */
  since: number;
  window: Tally;
  /** What was normal in the hours before, and how many seconds of it were seen. */
  before: Tally & { seconds: number };
  /** The share of bad requests up to which nothing is wrong. */
  allowed: number;
  /** How likely so much evidence is by chance, at this moment. */
  p: number;
}
