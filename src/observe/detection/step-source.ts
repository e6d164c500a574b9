import type { Tally } from "../tally.ts";

/**
 * What a sequential test reads of a series, bad requests among all, by the second. `OperationSeries` is read through
 * `stepsOf`; a benchmark may bring its own.
 */
export interface StepSource {
  /** The newest second that holds a request. */
  readonly newest: number;
  /** The first second that is known by itself: what is older has been added up. */
  readonly finest: number;
  /** Counts up with every request that ended before the newest second: what was read before may have changed. */
  readonly late: number;
  /** Shows each second from `from` to `to`, both included, that holds requests, in order; what lies before `finest` by minutes or more. */
  each(from: number, to: number, show: (second: number, total: number, hits: number) => void): void;
  /** What was normal in the `span` seconds before `before`, known-broken stretches left out. */
  baseline(before: number, span: number): Tally & { seconds: number };
}
