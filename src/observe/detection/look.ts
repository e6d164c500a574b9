/** A look at one service for one symptom. Times are epoch milliseconds; before the first, `-Infinity`. */
export interface Look {
  /** What a candidate is called that it finds. */
  readonly key: string;
  atMs: number;
  /** `lastSeenMs` of the service, by then. */
  heardMs: number;
}
