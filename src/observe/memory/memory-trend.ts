import { type Points, type Trend, trend } from "../statistics/trend.ts";
import type { ProcessMemory } from "./memory-book.ts";
import type { MemoryKind } from "./memory-kind.ts";

/** Seconds of a process's life in which it loads and compiles itself. */
export const WARM_UP_SECONDS = 5;
/** What the operating system counts decides; where it is not sent, what the runtime says. */
const PREFERENCE: readonly MemoryKind[] = ["resident", "live", "heap"];

export interface MemoryTrend extends Trend {
  metric: string;
  kind: MemoryKind;
  points: number;
  spanSeconds: number;
  /** Seconds after the process's first sign, bytes. */
  series: Points;
}

/**
 * How the memory of one process moves between two ages, in seconds. A heap that is collected now and then is taken
 * at its lower envelope: for each point the least that was seen from then on. Null where fewer than four points say.
 */
export function memoryTrend(
  process: ProcessMemory,
  fromAge: number = WARM_UP_SECONDS,
  toAge: number = Number.POSITIVE_INFINITY,
  kinds: readonly MemoryKind[] = PREFERENCE,
): MemoryTrend | null {
  for (const kind of kinds) {
    for (const { metric, points, kind: of } of process.series) {
      if (of !== kind) continue;
      let series: Points = points
        .map(([ms, bytes]) => [(ms - process.firstMs) / 1000, bytes] as const)
        .filter(([age]) => age >= fromAge && age <= toAge);
      if (kind === "heap") series = lowerEnvelope(series);
      const found = trend(series);
      const first = series[0];
      const last = series.at(-1);
      if (!found || !first || !last) continue;
      return { ...found, metric, kind, points: series.length, spanSeconds: last[0] - first[0], series };
    }
  }
  return null;
}

function lowerEnvelope(series: Points): Points {
  let least = Number.POSITIVE_INFINITY;
  return [...series]
    .reverse()
    .map(([age, bytes]) => {
      least = Math.min(least, bytes);
      return [age, least] as const;
    })
    .reverse();
}
