import type { FreeFall } from "./free-fall.ts";
import type { ProcessMemory } from "./memory-book.ts";
import { readingsOf } from "./readings.ts";
import { startOfRise } from "./start-of-rise.ts";

const MIN_STEPS = 5;
const MIN_SPAN_SECONDS = 4.5;
const MIN_GROWTH = 60e6;
/** Above all that any of the others held at that age, bytes. */
const MIN_EXCESS = 80e6;
/** What of that the heap must hold: what a process merely maps or reads once is not there. */
const HEAP_SHARE = 0.3;
/** The later half of the time must bring this share of the growth: data that is loaded once has been loaded by then. */
const LATER_SHARE = 0.25;
/** At that pace the limit is reached so soon. */
const HORIZON_SECONDS = 20;
/** Older ones have a minute to be looked at. */
const YOUNG_SECONDS = 30;
/** The others as they were at that age, and so much older, in seconds. */
const SAME_AGE = 2;

/**
 * A young process that holds far more than those of other revisions did at its age, goes on growing, and will be at its limit
 * within seconds. Those that outgrew the others themselves are nobody to be compared with: a leak stays through the
 * deployments that follow it.
 *
 * @param all by birth
 * @param limit in bytes
 */
export function outgrown(
  process: ProcessMemory,
  all: readonly ProcessMemory[],
  limit: number,
): FreeFall | null {
  const sound: ProcessMemory[] = [];
  for (const one of all) {
    const fall = fallOf(one, sound, limit);
    if (one === process) return fall && since(fall, process, all.slice(0, all.indexOf(one)), sound);
    if (!fall) sound.push(one);
  }
  return null;
}

function fallOf(process: ProcessMemory, sound: readonly ProcessMemory[], limit: number): FreeFall | null {
  const points = readingsOf(process, "resident");
  const end = points.at(-1);
  if (!end || (end[0] - process.firstMs) / 1_000 > YOUNG_SECONDS) return null;
  const start = startOfRise(points, { steps: MIN_STEPS, seconds: MIN_SPAN_SECONDS, mayStand: true });
  const first = points[start];
  const middle = points[start + Math.floor((points.length - start) / 2)];
  if (!first || !middle) return null;
  const growth = end[1] - first[1];
  const pace = growth / ((end[0] - first[0]) / 1_000);
  if (growth < MIN_GROWTH || end[1] - middle[1] < LATER_SHARE * growth) return null;
  if (end[1] + pace * HORIZON_SECONDS < limit) return null;
  const age = (end[0] - process.firstMs) / 1_000;
  const excess = excessOf("resident", process, sound, age);
  const heap = excessOf("heap", process, sound, age);
  if (excess === null || excess < MIN_EXCESS) return null;
  if (heap !== null && heap < HEAP_SHARE * excess) return null;
  return {
    bytesPerSecond: pace,
    from: { at: first[0], before: points[start - 1]?.[0] ?? process.firstMs },
    points: points.length - start,
    peer: 0,
  };
}

/** Where it began: in those right before it, where they fell as well. */
function since(
  fall: FreeFall,
  process: ProcessMemory,
  before: readonly ProcessMemory[],
  sound: readonly ProcessMemory[],
): FreeFall {
  const first = before[before.findLastIndex((one) => sound.includes(one)) + 1] ?? process;
  return first === process ? fall : { ...fall, from: { at: first.firstMs, before: first.firstMs } };
}

/** How much more it holds than any of them at that age; null where none was seen as old. */
function excessOf(
  kind: "resident" | "heap",
  process: ProcessMemory,
  sound: readonly ProcessMemory[],
  age: number,
): number | null {
  const others = sound.filter((one) => one.revision !== process.revision || process.revision === "");
  const levels = others.flatMap((one) => {
    const then = readingsOf(one, kind).filter(([ms]) => (ms - one.firstMs) / 1_000 <= age + SAME_AGE);
    const [oldest] = then.at(-1) ?? [];
    if (oldest === undefined || (oldest - one.firstMs) / 1_000 < age - SAME_AGE) return [];
    return [Math.max(...then.map(([, bytes]) => bytes))];
  });
  const own = readingsOf(process, kind).slice(-2);
  if (levels.length === 0 || own.length < 2) return null;
  return Math.max(...own.map(([, bytes]) => bytes)) - Math.max(...levels);
}
