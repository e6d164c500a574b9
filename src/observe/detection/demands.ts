import type { Tally } from "../tally.ts";

/** What was seen while nothing was wrong; `seconds` is how far back it was seen. */
export interface Seen extends Tally {
  seconds: number;
}

/** What a `SequentialTest` asks of one symptom. */
export interface Demands {
  /**
   * The share of bad requests from which a change is told, and the share that must be exceeded for it to matter;
   * null while that cannot be known. `normal` is at most `allowed`.
   *
   * @param dispersion how much more bad requests vary than chance has it: so many tell as much as one.
   */
  levels(seen: Seen, dispersion: number): { normal: number; allowed: number } | null;
  /** Whether the share goes up and down from minute to minute without anything being wrong, as durations do. */
  wanders: boolean;
  minimumHits: number;
  minimumRequests: number;
  /** What passes within so many seconds is a blip: a restart, a batch of one bad client. */
  burstSeconds: number;
  /** The same where nothing before is known. */
  aloneSeconds: number;
}
