import { changePoint } from "../statistics/change-point.ts";
import type { Tally } from "../tally.ts";
import type { Finding } from "./finding.ts";
import type { StepSource } from "./step-source.ts";

const LEAST_LOOK_BACK = 60;
/** Evidence of more seconds than this has no point in time. */
const LONG_SECONDS = 300;

/**
 * Since when: the change point of the bad share, from a minute before the evidence begins. One-second buckets by the
 * *end* of a request know no more than the second, and a request that ended bad began earlier, hence the margins.
 * Evidence that took longer to gather than single seconds are kept began when the test left zero, give or take.
 *
 * @param tookMs how long a bad request takes.
 * @returns epoch milliseconds.
 */
export function estimateOnset(
  source: StepSource,
  tookMs: number,
  { since, before }: Pick<Finding, "since" | "before">,
): { at: number; earliest: number; latest: number } {
  const { newest, finest } = source;
  const span = newest - since;
  if (since < finest || span + LEAST_LOOK_BACK > LONG_SECONDS) {
    const ms = (second: number) => Math.round(second * 1000);
    return { at: ms(since), earliest: ms(since - span / 2), latest: ms(since + 0.75 * span) };
  }
  const first = Math.max(finest, since - Math.max(LEAST_LOOK_BACK, span));
  const steps: Tally[] = Array.from({ length: newest - first + 1 }, () => ({ total: 0, hits: 0 }));
  source.each(first, newest, (second, total, hits) => {
    steps[second - first] = { total, hits };
  });
  const found = changePoint(steps, before) ?? {
    at: since - first,
    earliest: 0,
    latest: newest - first,
  };
  const ms = (index: number) => (first + index) * 1000;
  return {
    at: Math.round(ms(found.at) - Math.min(tookMs, 5_000)),
    earliest: Math.round(ms(found.earliest - 1) - Math.min(tookMs, 30_000)),
    latest: ms(found.latest) + 1000,
  };
}
