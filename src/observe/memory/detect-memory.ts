import type { Breach } from "../detection/breach.ts";
import { LEARNING } from "../detection/learning.ts";
import type { ServiceRecord } from "../service-record.ts";
import type { MemoryBook, ProcessMemory } from "./memory-book.ts";
import { type MemoryTrend, memoryTrend, WARM_UP_SECONDS } from "./memory-trend.ts";

/** A process that will reach its limit this soon is in trouble. */
const HORIZON_SECONDS = 180;
const WINDOW_SECONDS = 60;
const MIN_POINTS = 6;
const MIN_SPAN_SECONDS = 10;
/** Without a process to compare with, growth must last this long and the limit be this near: warm-up is growth too. */
const ALONE = { spanSeconds: 55, horizonSeconds: 60 };
/** Garbage looks like growth until it is collected. */
const HEAP_SPAN_SECONDS = 55;
/** A runtime's heap that keeps less than this share of what the process grows by speaks against a leak, for a while. */
const KEPT_SHARE = { compared: 0.25, alone: 0.5 };
const UNSUPPORTED_SPAN_SECONDS = 55;
/** Less than this a second is within what allocators do. */
const NEGLIGIBLE = 300_000;
const MIN_GROWTH = 12e6;
const SIGNIFICANT = 0.01;
const ALIVE_MS = 20_000;

/**
 * Whether a process of the service grows towards its limit as none of its kind did before: a Mann–Kendall trend after
 * the warm-up, whose Theil–Sen slope reaches the limit (the objective, else twice what the process held when warm)
 * within three minutes, even at its latest pace, and is over twice the slope of processes of other revisions at the same
 * age, and of this one's own earlier life. Warm-up growth slows down and is like every other process's; a saw-tooth has
 * no trend, and its lower envelope, which is what the heap really keeps, stays flat.
 */
export function detectMemory(record: ServiceRecord, now: number): Breach | null {
  const known = last.get(record.memory);
  const changes = record.memory.changes;
  if (known && known.changes === changes && now - known.at < ALIVE_MS) return known.breach;
  const breach = worstLeak(record, now);
  last.set(record.memory, { changes, at: now, breach });
  return breach;
}

/** Points come every few seconds, and Scout looks several times a second. */
const last = new WeakMap<MemoryBook, { changes: number; at: number; breach: Breach | null }>();

function worstLeak(record: ServiceRecord, now: number): Breach | null {
  const processes = record.memory.processes();
  let worst: Breach | null = null;
  for (const process of processes) {
    if (now - process.lastMs > ALIVE_MS) continue;
    const breach = leakOf(process, processes, record, now);
    if (breach && (!worst || breach.observed.value > worst.observed.value)) worst = breach;
  }
  return worst;
}

function leakOf(
  process: ProcessMemory,
  all: readonly ProcessMemory[],
  record: ServiceRecord,
  now: number,
): Breach | null {
  const age = (process.lastMs - process.firstMs) / 1000;
  const fromAge = Math.max(WARM_UP_SECONDS, age - WINDOW_SECONDS);
  const found = memoryTrend(process, fromAge, age);
  if (!found || found.points < MIN_POINTS || found.spanSeconds < MIN_SPAN_SECONDS) return null;
  if (found.kind === "heap" && found.spanSeconds < HEAP_SPAN_SECONDS) return null;
  const growth = found.slope * found.spanSeconds;
  if (found.p > SIGNIFICANT || found.low < 0 || growth < MIN_GROWTH) return null;
  const peers = peerTrends(process, all, fromAge, age);
  const alone = peers.length === 0;
  const kept = keptShare(process, found, fromAge, age);
  const unsupported = kept !== null && kept < (alone ? KEPT_SHARE.alone : KEPT_SHARE.compared);
  if (unsupported && (alone || found.spanSeconds < UNSUPPORTED_SPAN_SECONDS)) return null;
  if (alone && (found.spanSeconds < ALONE.spanSeconds || isUncollected(process, fromAge))) return null;
  const held = found.series[0]?.[1] ?? 0;
  const current = found.series.at(-1)?.[1] ?? 0;
  const limit = record.slo.memory ?? 2 * held;
  const knownSeconds = all.reduce((sum, one) => sum + (one.lastMs - one.firstMs) / 1000, 0);
  if (record.slo.memory === undefined && knownSeconds < LEARNING.seconds) return null;
  const horizon = alone ? ALONE.horizonSeconds : HORIZON_SECONDS;
  if (slowsDown(found, (limit - current) / horizon)) return null;
  const peer = peers.reduce((most, one) => (one.slope > most.slope ? one : most), { slope: 0, points: 0 });
  const allowed = Math.max(2 * peer.slope + NEGLIGIBLE, (limit - current) / horizon);
  if (found.slope < allowed || found.low < allowed / 4) return null;
  const began = process.firstMs + (fromAge > WARM_UP_SECONDS ? fromAge * 1000 : 0);
  return {
    symptom: "memory",
    operation: "*",
    observed: { value: found.slope, unit: "bytes/s", samples: found.points },
    ...(peers.length > 0
      ? { baseline: { value: Math.max(0, peer.slope), unit: "bytes/s" as const, samples: peer.points } }
      : {}),
    baselineSeconds: Math.max(0, knownSeconds - age),
    objective: allowed,
    onset: { at: began, earliest: process.firstMs - 2_000, latest: Math.min(now, began + 15_000) },
    hits: found.points,
    p: found.p,
  };
}

/** Growth whose later half is much flatter than its earlier half, or too flat to reach the limit, is on its way to a level. */
function slowsDown(found: MemoryTrend, needed: number): boolean {
  const [first] = found.series;
  const last = found.series.at(-1);
  const middle = found.series[Math.floor(found.series.length / 2)];
  if (!first || !last || !middle || middle[0] === first[0] || last[0] === middle[0]) return true;
  const early = (middle[1] - first[1]) / (middle[0] - first[0]);
  const late = (last[1] - middle[1]) / (last[0] - middle[0]);
  return late < 0.2 * early || late < needed;
}

/** How much of what the process grew by its heap keeps between collections; null where no heap is measured. */
function keptShare(process: ProcessMemory, found: MemoryTrend, fromAge: number, age: number): number | null {
  if (found.kind !== "resident") return null;
  const heap = memoryTrend(process, fromAge, age, ["heap"])?.series;
  const first = heap?.[0];
  const last = heap?.at(-1);
  const from = found.series[0];
  const to = found.series.at(-1);
  if (!first || !last || !from || !to) return null;
  return (last[1] - first[1]) / Math.max(1, to[1] - from[1]);
}

/** Whether the runtime tells what is left after a full collection, and there has been none since: all of it may be garbage. */
function isUncollected(process: ProcessMemory, fromAge: number): boolean {
  const live = memoryTrend(process, fromAge, undefined, ["live"])?.series;
  return live?.every(([, bytes]) => bytes === live[0]?.[1]) ?? false;
}

/** Processes of other revisions over the same ages, and this one's own earlier life. */
function peerTrends(
  process: ProcessMemory,
  all: readonly ProcessMemory[],
  fromAge: number,
  age: number,
): MemoryTrend[] {
  const others = all
    .filter((one) => one !== process && (one.revision !== process.revision || process.revision === ""))
    .map((one) => memoryTrend(one, fromAge, age + 2))
    .filter((one) => one !== null && one.spanSeconds >= Math.max(6, 0.4 * (age - fromAge)));
  const own = age > 3 * WINDOW_SECONDS ? memoryTrend(process, WINDOW_SECONDS, age - WINDOW_SECONDS) : null;
  return [...others, own].filter((one) => one !== null);
}
