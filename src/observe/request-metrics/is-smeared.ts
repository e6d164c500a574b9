import type { OperationSeries } from "../operation-series.ts";

/** What a restart may take from users without being a fault, several times over. */
const BLIP_SECONDS = 6;

/**
 * Whether what looks like a lasting fault may be a moment's, smeared by a metric over its interval: a second of refused
 * connections in ten seconds of metrics is ten seconds with a tenth of failures. It may, unless
 *
 * - as many requests were bad as are served in six seconds, so that no blip can have held them all; or
 * - it lasts for two whole intervals: a moment is in one interval of each process, and those of two processes that both hold it
 *   cover less than that.
 *
 * @param since the second in which it began. @param slowMs requests slower than this are bad; null: failing ones are.
 * @param grain seconds of an interval, as `MeteredOperations.grainSeconds` says; 1 is never smeared.
 */
export function isSmeared(
  series: OperationSeries,
  since: number,
  slowMs: number | null,
  grain: number,
): boolean {
  if (grain <= 1) return false;
  const steps = series.steps(Math.max(since, series.stepsFrom, series.newest - 600), series.newest, slowMs);
  const first = steps.findIndex((step) => step.hits > 0);
  const last = steps.findLastIndex((step) => step.hits > 0);
  if (first < 0) return false;
  const lasted = last - first + 1;
  let total = 0;
  let hits = 0;
  for (const step of steps.slice(first, last + 1)) {
    total += step.total;
    hits += step.hits;
  }
  return lasted < 2 * grain && (hits / total) * lasted < BLIP_SECONDS;
}
