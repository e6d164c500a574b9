import type { HistogramValue } from "../../contracts/telemetry.ts";

/** Counts of an exponential histogram's buckets on one side of zero. */
export interface ExponentialBuckets {
  offset: number;
  counts: readonly number[];
}

export interface ExponentialHistogram {
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: ExponentialBuckets;
  negative: ExponentialBuckets;
}

/**
 * The explicit bounds and counts of an exponential histogram, by its definition in the data model: bucket
 * `i` covers `(base^i, base^(i+1)]` with `base = 2^(2^-scale)`
 * (https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram). Nothing is estimated:
 * every count keeps its bucket, except that buckets which no double can tell apart fall together. The one
 * difference is which end of a negative bucket is open.
 */
export function explicitHistogram(
  histogram: ExponentialHistogram,
): Pick<HistogramValue, "bounds" | "counts"> {
  const { scale, zeroCount, positive, negative } = histogram;
  const threshold = Math.max(0, histogram.zeroThreshold);
  const bounds: number[] = [];
  const counts: number[] = [];
  let carried = 0;
  const add = (bound: number, count: number): void => {
    const last = bounds.length - 1;
    if (bound === Number.POSITIVE_INFINITY || bound === Number.NEGATIVE_INFINITY) carried += count;
    else if (last >= 0 && bound <= (bounds[last] as number)) counts[last] = (counts[last] as number) + count;
    else {
      bounds.push(bound);
      counts.push(count + carried);
      carried = 0;
    }
  };
  const power = (index: number): number => 2 ** (index * 2 ** -scale);
  if (negative.counts.length > 0) {
    add(-power(negative.offset + negative.counts.length), 0);
    for (let at = negative.counts.length - 1; at >= 0; at--) {
      add(-power(negative.offset + at), negative.counts[at] as number);
    }
  }
  add(threshold, zeroCount);
  if (positive.counts.length > 0) {
    add(power(positive.offset), 0);
    for (let at = 0; at < positive.counts.length; at++) {
      add(power(positive.offset + at + 1), positive.counts[at] as number);
    }
  }
  counts.push(carried);
  return { bounds, counts };
}
