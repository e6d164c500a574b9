import type { OperationSeries } from "../operation-series.ts";
import { LOG_SECONDS } from "../series/request-log.ts";
import { tallyOf } from "../tally.ts";
import type { StepSource } from "./step-source.ts";

const MINUTE = 60;
const TEN = 600;
/** So long minutes are kept one by one at least, and tens of minutes after that. */
const MINUTES_SECONDS = 840;

/** A series as the tests read it. @param slowMs requests slower than this are bad; null: failing ones are. */
export function stepsOf(series: OperationSeries, slowMs: number | null): StepSource {
  const finest = Math.max(series.stepsFrom, series.newest - LOG_SECONDS + 1);
  return {
    newest: series.newest,
    finest,
    late: series.outOfOrder,
    each(from, to, show) {
      let start = from;
      while (start < finest && start <= to) {
        const length = start >= finest - MINUTES_SECONDS ? MINUTE : TEN;
        const end = Math.min(to, finest - 1, (Math.floor(start / length) + 1) * length - 1);
        const { total, hits } = tallyOf(series.sum(start, end), slowMs);
        if (total > 0) show(end, total, hits);
        start = end + 1;
      }
      const fine = Math.max(from, finest);
      for (const [index, { total, hits }] of series.steps(fine, to, slowMs).entries()) {
        if (total > 0) show(fine + index, total, hits);
      }
    },
    baseline: (before, span) => series.baselineTally(before, span, slowMs),
  };
}
