import { STEP_MS, type TelemetryIndex } from "./index-telemetry.ts";

/** From when to when there is telemetry, in epoch milliseconds; null where there is none. */
export function extentOf({ histogram }: TelemetryIndex): { fromMs: number; toMs: number } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const step of histogram.keys()) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }
  return first > last ? null : { fromMs: first * STEP_MS, toMs: (last + 1) * STEP_MS };
}
