import type { OperationSeries } from "../operation-series.ts";
import { tallyOf } from "../tally.ts";
import type { StepSource } from "./step-source.ts";

/** Seconds for which a series can tell single seconds. */
const FINE_SECONDS = 300;

/** A series as the tests read it. @param slowMs requests slower than this are bad; null: failing ones are. */
export function stepsOf(series: OperationSeries, slowMs: number | null): StepSource {
  return {
    newest: series.newest,
    late: series.outOfOrder,
    each(from, to, show) {
      const fine = Math.max(from, series.newest - FINE_SECONDS + 1);
      if (from < fine) {
        const before = tallyOf(series.sum(from, fine - 1), slowMs);
        if (before.total > 0) show(fine - 1, before.total, before.hits);
      }
      for (const [index, { total, hits }] of series.steps(fine, to, slowMs).entries()) {
        if (total > 0) show(fine + index, total, hits);
      }
    },
    baseline: (before, span) => series.baselineTally(before, span, slowMs),
    isHealthy: (from, to) => series.isHealthy(from, to),
  };
}
