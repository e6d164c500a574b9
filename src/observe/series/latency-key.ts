import { DDSketch } from "@datadog/sketches-js";

/** Of a quantile that is read from these keys. */
const RELATIVE_ACCURACY = 0.01;
const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
/** One microsecond: what is shorter counts as that. */
const SHORTEST_MS = 0.001;
const OFFSET = 1 - mapping.key(SHORTEST_MS);

/** One more than the greatest key; it stands for durations of more than a century. */
export const LATENCY_KEYS = 2_048;

/**
 * The logarithmic bucket of a duration, from 1 to 2,047; 0 where there is none. DDSketch's own mapping (Masson, Rim,
 * Lee, VLDB 2019), shifted so that every duration that a clock can measure fits into eleven bits.
 */
export function latencyKey(ms: number | null): number {
  if (ms === null || Number.isNaN(ms)) return 0;
  if (ms <= SHORTEST_MS) return 1;
  return Math.min(LATENCY_KEYS - 1, mapping.key(Math.min(ms, Number.MAX_VALUE)) + OFFSET);
}

/** Milliseconds in the middle of that bucket. */
export function latencyOf(key: number): number {
  return mapping.value(key - OFFSET);
}
