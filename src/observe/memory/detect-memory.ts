import type { Breach } from "../detection/breach.ts";
import { LEARNING } from "../detection/learning.ts";
import type { ServiceRecord } from "../service-record.ts";
import { freeFall } from "./free-fall.ts";
import { givenBack } from "./given-back.ts";
import { keptShare } from "./kept-share.ts";
import type { MemoryBook, ProcessMemory } from "./memory-book.ts";
import { type MemoryTrend, memoryTrend, WARM_UP_SECONDS } from "./memory-trend.ts";
import { outgrown } from "./outgrown.ts";
import { peerTrends } from "./peer-trends.ts";

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
const KEPT_SHARE = { compared: 0.25, long: 0.5, outside: 0.7 };
const LONG_SPAN_SECONDS = 55;
/** What was held before and given back is not kept: so much below its latest peak a process is filling up again. */
const BELOW_PEAK = 0.97;
const PEAK_SECONDS = 180;
/** Less than this a second is within what allocators do. */
const NEGLIGIBLE = 300_000;
/** Of a fall, a process that grows this many times as slowly is still taken to be in one; any slower it is sound. */
const FALL_TIMES = 3;
const MIN_GROWTH = 12e6;
const SIGNIFICANT = 0.01;
const ALIVE_MS = 20_000;

/**
 * Whether a process of the service grows towards its limit as none of its kind did before: a Mann–Kendall trend after
 * the warm-up, whose Theil–Sen slope reaches the limit (the objective, else twice what the process held when warm)
 * within three minutes, even at its latest pace, and is over twice the slope of processes of other revisions at the same
 * age, and of this one's own earlier life, and which is above all that any of its processes has given back by itself. Warm-up growth slows down and is like every other process's; a saw-tooth has
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
    const breach = leakOf(process, processes, record, now) ?? fallOf(process, processes, record);
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
  if (fillsUpAgain(process, found)) return null;
  const peers = peerTrends(process, record, fromAge, age, WINDOW_SECONDS);
  const alone = peers.length === 0;
  if (alone && found.spanSeconds < ALONE.spanSeconds) return null;
  if (!isKept(process, all, found, fromAge, age, alone)) return null;
  const held = found.series[0]?.[1] ?? 0;
  const current = found.series.at(-1)?.[1] ?? 0;
  if (found.kind === "resident" && current <= givenBack(all)) return null;
  const limit = limitOf(record, held, all);
  if (limit === null) return null;
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
    baselineSeconds: Math.max(0, knownSecondsOf(all) - age),
    objective: allowed,
    onset: { at: began, earliest: process.firstMs - 2_000, latest: Math.min(now, began + 15_000) },
    hits: found.points,
    p: found.p,
  };
}

/**
 * Whether the heap speaks for a leak, where it is measured: what is left after full collections, where the runtime of any
 * process of the service tells it; else the heap's troughs. Beside others less of it is enough at first, and after a minute
 * what is kept outside of the heap counts as well.
 */
function isKept(
  process: ProcessMemory,
  all: readonly ProcessMemory[],
  found: MemoryTrend,
  fromAge: number,
  age: number,
  alone: boolean,
): boolean {
  const kept = keptShare(process, found, fromAge, age);
  if (kept === null) return true;
  // One that has not told yet has not been collected as a whole: all of it may be garbage.
  const tells = all.some(({ series }) => series.some(({ kind }) => kind === "live"));
  const share = tells ? (kept.live ?? 0) : kept.heap;
  const long = found.spanSeconds >= LONG_SPAN_SECONDS;
  if (share >= (alone || long ? KEPT_SHARE.long : KEPT_SHARE.compared)) return true;
  return !alone && long && kept.outside >= KEPT_SHARE.outside;
}

function fillsUpAgain(process: ProcessMemory, found: MemoryTrend): boolean {
  if (found.kind !== "resident") return false;
  const before = memoryTrend(process, (found.series.at(-1)?.[0] ?? 0) - PEAK_SECONDS, undefined, [
    "resident",
  ]);
  const peak = Math.max(0, ...(before?.series ?? []).map(([, bytes]) => bytes));
  return (found.series.at(-1)?.[1] ?? 0) < BELOW_PEAK * peak;
}

/** Memory that is about to run out: see {@link outgrown} and {@link freeFall}. */
function fallOf(process: ProcessMemory, all: readonly ProcessMemory[], record: ServiceRecord): Breach | null {
  const held = process.series.find(({ kind }) => kind === "resident")?.points[0]?.[1] ?? 0;
  const limit = limitOf(record, held, all);
  const fall = limit === null ? null : (outgrown(process, all, limit) ?? freeFall(process, record, limit));
  if (!fall) return null;
  const { bytesPerSecond, from, points, peer } = fall;
  return {
    symptom: "memory",
    operation: "*",
    observed: { value: bytesPerSecond, unit: "bytes/s", samples: points },
    ...(peer > 0 ? { baseline: { value: peer, unit: "bytes/s" as const, samples: points } } : {}),
    baselineSeconds: knownSecondsOf(all),
    objective: Math.max(bytesPerSecond / FALL_TIMES, NEGLIGIBLE),
    onset: { at: from.at, earliest: from.before - 2_000, latest: from.at + 5_000 },
    hits: points,
    p: 1 / 120,
  };
}

const knownSecondsOf = (all: readonly ProcessMemory[]): number =>
  all.reduce((sum, one) => sum + (one.lastMs - one.firstMs) / 1_000, 0);

/** What a process may hold: the objective, else twice what it held when warm, where enough was seen to say so; in bytes. */
function limitOf(record: ServiceRecord, held: number, all: readonly ProcessMemory[]): number | null {
  if (record.slo.memory !== undefined) return record.slo.memory;
  return knownSecondsOf(all) < LEARNING.seconds ? null : 2 * held;
}

/**
 * Growth whose later half is much flatter than its earlier half, or too flat to reach the limit, is on its way to a level; so is
 * that of a minute whose last quarter is too flat: a young process may grow late, and then has what it needs.
 */
function slowsDown(found: MemoryTrend, needed: number): boolean {
  const [first] = found.series;
  const last = found.series.at(-1);
  const middle = found.series[Math.floor(found.series.length / 2)];
  if (!first || !last || !middle || middle[0] === first[0] || last[0] === middle[0]) return true;
  const early = (middle[1] - first[1]) / (middle[0] - first[0]);
  const late = (last[1] - middle[1]) / (last[0] - middle[0]);
  if (late < 0.2 * early || late < needed) return true;
  const recent = found.series.find(([age]) => age >= last[0] - found.spanSeconds / 4);
  if (found.spanSeconds < LONG_SPAN_SECONDS || !recent || recent[0] === last[0]) return false;
  return (last[1] - recent[1]) / (last[0] - recent[0]) < needed;
}
