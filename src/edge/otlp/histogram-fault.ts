import type { HistogramValue } from "../../contracts/telemetry.ts";

/** Why a histogram's numbers contradict each other, or undefined. */
export function histogramFault(histogram: HistogramValue): string | undefined {
  const { bounds, counts, count, sum, min, max } = histogram;
  if (counts.length !== bounds.length + 1) {
    return `a histogram has ${counts.length} buckets for ${bounds.length} bounds`;
  }
  for (let at = 0; at < bounds.length; at++) {
    const bound = bounds[at] as number;
    if (!Number.isFinite(bound)) return "a histogram has a bound that is no finite number";
    if (at > 0 && bound <= (bounds[at - 1] as number)) return "a histogram's bounds do not increase";
  }
  for (const value of [count, sum, min, max]) {
    if (value !== undefined && !Number.isFinite(value)) {
      return "a histogram's count, sum, min or max is no finite number";
    }
  }
  return undefined;
}
