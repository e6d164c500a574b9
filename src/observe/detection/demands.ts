import type { Tally } from "../tally.ts";

/** What was seen while nothing was wrong; `seconds` is how far back it was seen. */
export interface Seen extends Tally {
  seconds: number;
}

/** Shares of bad requests. */
export interface Levels {
  /** As it is for nearly all of the time, at most `normal`. */
  usual: number;
  /** From which on a change is told, at most `allowed`. */
  normal: number;
  /** What must be exceeded for it to matter. */
  allowed: number;
}

/** What a `SequentialTest` asks of one symptom. */
export interface Demands {
  /**
   * Null while they cannot be known.
   *
   * @param dispersion how much more bad requests vary than chance has it: so many tell as much as one.
   */
  levels(seen: Seen, dispersion: number): Levels | null;
  /** Whether the share goes up and down from minute to minute without anything being wrong, as durations do. */
  wanders: boolean;
  minimumHits: number;
  minimumRequests: number;
  /** What passes within so many seconds is a blip: a restart, a batch of one bad client. */
  burstSeconds: number;
  /** The same where nothing before is known. */
  aloneSeconds: number;
}
