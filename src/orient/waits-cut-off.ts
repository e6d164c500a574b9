import type { Evidence } from "../contracts/evidence.ts";

/** A call that ended before its answer was there, or failed without a word from the other side. */
export interface CutOff {
  /** Who called. */
  service: string;
  ms: number;
  /** The other side worked on when the caller had gone. */
  outlived: boolean;
  evidence: string;
}

/** Two clocks, and the way of a packet. */
const SLACK_MS = 1;
/** Twice what the clocks may be off by. */
const SHORTEST_MS = 2;

/**
 * Calls of failing traces whose caller did not wait for the answer: the callee's span ends after the caller's own, which
 * in a synchronous call nothing else does. Clocks that are off by more than the call is long are left out.
 */
export function waitsCutOff({ items }: Evidence): CutOff[] {
  return items.flatMap((item) => {
    if (item.kind !== "trace") return [];
    return item.spans.flatMap((span): CutOff[] => {
      if (!(item.failing || span.error) || span.durationMs < SHORTEST_MS) return [];
      const answers = item.spans.filter(
        (other) => other.parentSpanId === span.spanId && other.service !== span.service,
      );
      const end = span.startMs + span.durationMs;
      const late = answers.some(
        (answer) =>
          answer.startMs >= span.startMs - SLACK_MS &&
          answer.startMs <= end &&
          answer.startMs + answer.durationMs > end + SLACK_MS,
      );
      const hasChildren = item.spans.some((other) => other.parentSpanId === span.spanId);
      if (!late && (!span.error || hasChildren)) return [];
      return [{ service: span.service, ms: span.durationMs, outlived: late, evidence: item.id }];
    });
  });
}
