import type { MemoryReadings } from "./readings.ts";

/**
 * The latest index from which on memory only went up (or stood, where it may), in enough steps over enough seconds; -1 where
 * it did not.
 */
export function startOfRise(
  points: MemoryReadings,
  { steps, seconds, mayStand }: { steps: number; seconds: number; mayStand: boolean },
): number {
  const end = points.at(-1);
  if (!end) return -1;
  for (let at = points.length - 1; at > 0; at--) {
    const [ms, bytes] = points[at - 1] as MemoryReadings[number];
    const [, next] = points[at] as MemoryReadings[number];
    if (bytes > next || (bytes === next && !mayStand)) return -1;
    if (points.length - at >= steps && end[0] - ms >= seconds * 1_000) return at - 1;
  }
  return -1;
}
