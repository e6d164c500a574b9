import type { Span } from "../../contracts/telemetry.ts";

/** One service's part in one trace, from where the request reached it to its answer. */
export interface Visit {
  service: string;
  operation: string;
  entry: Span;
  durationMs: number;
  /** Part of it that no call of it covers. */
  ownMs: number;
  failed: boolean;
  /** An exception was recorded in it, whether or not it failed. */
  threw: boolean;
  calls: Call[];
  /** The visit that called this one; null at the root, or where the caller's span was lost. */
  caller: Visit | null;
}

/** One request from one service to another, or to something that sends no spans. */
export interface Call {
  name: string;
  /** Where the caller has a span for it; its absence leaves the way there inside the caller's own time. */
  span: Span | null;
  /** What the caller's span says of whom it calls. */
  peer: string | undefined;
  answer: Visit | null;
  /** The answer is not waited for: a message in a queue, work that goes on. */
  detached: boolean;
  /** The callee: the service of the answer, else the one that such calls otherwise reach, else the peer. */
  target: string;
  operation: string;
  /** The target sends no spans. */
  outside: boolean;
  startMs: number;
  endMs: number;
  failed: boolean;
  /** Failed with a status that says that the request was wrong. */
  refused: boolean;
  /** Failed with a status by which the one who answers says that it failed itself. */
  brokeDown: boolean;
}
