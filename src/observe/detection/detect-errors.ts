import type { Slo } from "../../contracts/policy.ts";
import type { OperationSeries } from "../operation-series.ts";
import type { Breach } from "./breach.ts";
import { estimateOnset } from "./estimate-onset.ts";
import { LEARNING } from "./learning.ts";
import { scanWindows } from "./scan-windows.ts";

/**
 * Whether more requests fail than the objective allows and than failed before. Three failures at least, two
 * seconds apart: a process that is being replaced refuses connections for a moment, and that is no fault.
 * Without an objective: three times what failed in ten minutes of baseline, and never under 1%.
 */
export function detectErrors(series: OperationSeries, operation: string, slo: Slo): Breach | null {
  let allowed = slo.availability === undefined ? undefined : 1 - slo.availability;
  if (allowed === undefined) {
    const learnt = series.baseline(series.newest - 60, LEARNING.span);
    if (learnt.seconds < LEARNING.seconds || learnt.cell.requests < LEARNING.requests) return null;
    allowed = Math.max(0.01, (3 * learnt.cell.errors) / learnt.cell.requests);
  }
  const shift = scanWindows(series, {
    allowed,
    slowMs: null,
    burns: true,
    minimumHits: 3,
    minimumRequests: 5,
    lastingSeconds: 2,
    significance: 0.01,
  });
  if (!shift) return null;
  const cell = series.sum(shift.from, series.newest);
  return {
    symptom: "errors",
    operation,
    observed: { value: shift.window.hits / shift.window.total, unit: "ratio", samples: shift.window.total },
    ...(shift.normal.total > 0
      ? {
          baseline: {
            value: shift.normal.hits / shift.normal.total,
            unit: "ratio" as const,
            samples: shift.normal.total,
          },
        }
      : {}),
    baselineSeconds: shift.normalSeconds,
    objective: allowed,
    onset: estimateOnset(series, null, cell.latency.quantile(0.5) ?? 0),
    hits: shift.window.hits,
    p: shift.p,
  };
}
