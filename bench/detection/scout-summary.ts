import { quantile } from "./quantile.ts";
import type { Pipeline, ScoutCase, ScoutResult } from "./scout-case.ts";

export interface PipelineSummary {
  faults: number;
  found: number;
  median: number | null;
  onset_within_bounds: number;
  false_alarms: number;
  hours: number;
  said_wrongly: string[];
}

export function scoutSummary(
  pipelines: readonly Pipeline[],
  cases: readonly ScoutCase[],
  results: readonly ScoutResult[],
): Record<string, PipelineSummary> {
  return Object.fromEntries(
    pipelines.map((pipeline) => {
      const own = results.filter((_, i) => cases[i]?.pipeline === pipeline);
      const faulty = results.filter((_, i) => cases[i]?.pipeline === pipeline && cases[i]?.fault);
      const found = faulty.filter((one) => one.delay !== null);
      const wrong = own.flatMap((one) => one.wrong);
      return [
        pipeline,
        {
          faults: faulty.length,
          found: found.length,
          median:
            found.length === 0
              ? null
              : rounded(
                  quantile(
                    found.map((one) => one.delay as number),
                    0.5,
                  ),
                  1,
                ),
          onset_within_bounds: rounded(
            found.filter((one) => one.onsetInside).length / Math.max(1, found.length),
            3,
          ),
          false_alarms: wrong.length,
          hours: rounded(own.reduce((sum, one) => sum + one.seconds, 0) / 3_600, 1),
          said_wrongly: wrong.slice(0, 5),
        },
      ];
    }),
  );
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
