import type { OperationSeries } from "../operation-series.ts";
import { changePoint } from "../statistics/change-point.ts";

const LOOK_BACK = 120;

/**
 * Since when: the change point of the bad share in the last two minutes. One-second buckets by the *end* of a
 * request know no more than the second, and a request that ended bad began earlier, hence the margins.
 *
 * @param tookMs how long a bad request takes.
 * @returns epoch milliseconds.
 */
export function estimateOnset(
  series: OperationSeries,
  slowMs: number | null,
  tookMs: number,
): { at: number; earliest: number; latest: number } {
  const first = series.newest - LOOK_BACK + 1;
  const found = changePoint(series.steps(first, series.newest, slowMs)) ?? {
    at: LOOK_BACK - 1,
    earliest: 0,
    latest: LOOK_BACK - 1,
  };
  const ms = (index: number) => (first + index) * 1000;
  return {
    at: Math.round(ms(found.at) - Math.min(tookMs, 5_000)),
    earliest: Math.round(ms(found.earliest) - Math.min(tookMs, 30_000)),
    latest: ms(found.latest) + 1000,
  };
}
