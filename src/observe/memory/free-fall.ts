import type { ServiceRecord } from "../service-record.ts";
import type { ProcessMemory } from "./memory-book.ts";
import { WARM_UP_SECONDS } from "./memory-trend.ts";
import { type MemoryReadings, readingsOf } from "./readings.ts";
import { startOfRise } from "./start-of-rise.ts";

/** Each of so many steps upward: five readings are in order by chance once in 120 times. */
const MIN_STEPS = 4;
const MIN_SPAN_SECONDS = 3.5;
const MIN_GROWTH = 60e6;
/** At that pace the limit is reached so soon. */
const HORIZON_SECONDS = 20;
/** So many times what any process of the service ever grew by in as many seconds. */
const TIMES = 3;
/** Of the growth, what is known to have survived a full collection. */
const LIVE_SHARE = 0.3;

export interface FreeFall {
  bytesPerSecond: number;
  /** Epoch milliseconds of the reading at which it began, and of the one before. */
  from: { at: number; before: number };
  points: number;
  /** What the fastest of the others grew by, bytes a second. */
  peer: number;
}

/**
 * Memory that goes up with every reading and will be at its limit within seconds, as no process of the service ever did:
 * there is no time to see a minute of it. Garbage can grow as fast, so it must be known to have survived a full collection.
 *
 * @param limit in bytes
 */
export function freeFall(process: ProcessMemory, record: ServiceRecord, limit: number): FreeFall | null {
  const points = readingsOf(process, "resident");
  const start = startOfRise(points, { steps: MIN_STEPS, seconds: MIN_SPAN_SECONDS, mayStand: false });
  const first = points[start];
  const last = points.at(-1);
  if (start < 0 || !first || !last) return null;
  const seconds = (last[0] - first[0]) / 1_000;
  const growth = last[1] - first[1];
  if (growth < MIN_GROWTH || last[1] + (growth / seconds) * HORIZON_SECONDS < limit) return null;
  if ((first[0] - process.firstMs) / 1_000 < WARM_UP_SECONDS) return null;
  const most = mostEver(seconds, process, record, points.slice(0, firstRise(points) + 1));
  if (growth < TIMES * most) return null;
  const live = readingsOf(process, "live");
  const survived = (live.at(-1)?.[1] ?? 0) - heldAt(live, first[0]);
  if (live.length < 2 || survived < LIVE_SHARE * growth) return null;
  const onset = startOfPace(points, start, growth / seconds);
  return {
    bytesPerSecond: growth / seconds,
    from: { at: points[onset]?.[0] ?? first[0], before: points[onset - 1]?.[0] ?? process.firstMs },
    points: points.length - start,
    peer: most / seconds,
  };
}

/** The earliest index from which on every reading is higher than the one before. */
function firstRise(points: MemoryReadings): number {
  let at = points.length - 1;
  while (at > 0 && (points[at - 1]?.[1] ?? 0) < (points[at]?.[1] ?? 0)) at--;
  return at;
}

/** The index from which on it has risen at half of that pace at least, in bytes a second. */
function startOfPace(points: MemoryReadings, from: number, pace: number): number {
  let at = from;
  for (; at > 0; at--) {
    const [ms, bytes] = points[at - 1] as MemoryReadings[number];
    const [next, more] = points[at] as MemoryReadings[number];
    if (more - bytes < (pace / 2) * ((next - ms) / 1_000)) break;
  }
  return at;
}

/** What it held at that instant; what was told first, where that came later. */
function heldAt(points: MemoryReadings, ms: number): number {
  return (points.findLast(([at]) => at <= ms) ?? points[0])?.[1] ?? 0;
}

/** The most that any process of the service ever rose within so many seconds once it was warm, this one's `own` life before. */
function mostEver(
  seconds: number,
  process: ProcessMemory,
  record: ServiceRecord,
  own: MemoryReadings,
): number {
  const lives = record.memory.processes().map((one) => {
    const points = one === process ? own : readingsOf(one, "resident");
    return points.filter(([at]) => at >= one.firstMs + WARM_UP_SECONDS * 1_000);
  });
  return Math.max(0, ...lives.map((points) => mostRisen(points, seconds)));
}

function mostRisen(points: MemoryReadings, seconds: number): number {
  let most = 0;
  for (const [index, [from, low]] of points.entries()) {
    for (let at = index + 1; at < points.length; at++) {
      const [to, high] = points[at] as MemoryReadings[number];
      if (to - from > (seconds + 0.5) * 1_000) break;
      most = Math.max(most, high - low);
    }
  }
  return most;
}
