import type { ProcessMemory } from "./memory-book.ts";
import { type MemoryTrend, memoryTrend } from "./memory-trend.ts";

/** A heap that falls by as much between two points was collected in between. */
const COLLECTED = { share: 0.1, bytes: 4e6 };

/**
 * How much of what the process grew by its heap keeps, and not merely has not collected yet: by what the runtime says is left
 * after full collections, else by the troughs of the heap in use. What a heap rises by after its last trough may all be
 * garbage. `outside` is what the heap's peaks do not account for. Null where no heap is measured.
 */
export function keptShare(
  process: ProcessMemory,
  found: MemoryTrend,
  fromAge: number,
  age: number,
): { live: number | null; heap: number; outside: number } | null {
  if (found.kind !== "resident") return null;
  const envelope = memoryTrend(process, fromAge, age, ["heap"])?.series;
  const first = envelope?.[0];
  const last = envelope?.at(-1);
  if (!first || !last) return null;
  const growth = Math.max(1, found.slope * found.spanSeconds);
  const trough = lastTrough(process, fromAge, age);
  const kept = (trough === null ? last[1] : trough) - first[1];
  return {
    live: liveShare(process, growth, fromAge, age),
    heap: kept / growth,
    outside: gaveBack(found) > growth / 4 ? 0 : 1 - peakRise(process, fromAge, age) / growth,
  };
}

/** The most that it fell by, from any reading to a later one. */
function gaveBack({ series }: MemoryTrend): number {
  let most = 0;
  let peak = 0;
  for (const [, bytes] of series) {
    peak = Math.max(peak, bytes);
    most = Math.max(most, peak - bytes);
  }
  return most;
}

/** By how much the heap's peak of the later half is above that of the earlier one's beginning. */
function peakRise(process: ProcessMemory, fromAge: number, age: number): number {
  const points = process.series.find(({ kind }) => kind === "heap")?.points ?? [];
  const within = points
    .map(([ms, bytes]) => [(ms - process.firstMs) / 1_000, bytes] as const)
    .filter(([at]) => at >= fromAge && at <= age);
  const quarter = fromAge + (age - fromAge) / 4;
  const most = (of: (at: number) => boolean) =>
    Math.max(0, ...within.filter(([at]) => of(at)).map(([, bytes]) => bytes));
  return Math.max(0, most((at) => at > quarter) - most((at) => at <= quarter));
}

function liveShare(process: ProcessMemory, growth: number, fromAge: number, age: number): number | null {
  const live = memoryTrend(process, fromAge, age, ["live"])?.series;
  const first = live?.[0];
  const last = live?.at(-1);
  return first && last ? (last[1] - first[1]) / growth : null;
}

/** The least that the heap held when it was last seen to have been collected; null where it never fell. */
function lastTrough(process: ProcessMemory, fromAge: number, age: number): number | null {
  const points = process.series.find(({ kind }) => kind === "heap")?.points ?? [];
  for (let at = points.length - 1; at > 0; at--) {
    const [ms, bytes] = points[at] as [number, number];
    const [, before] = points[at - 1] as [number, number];
    const seconds = (ms - process.firstMs) / 1_000;
    if (seconds > age) continue;
    if (seconds <= fromAge) return null;
    if (before - bytes >= Math.max(COLLECTED.bytes, COLLECTED.share * before)) return bytes;
  }
  return null;
}
