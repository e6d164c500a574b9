import type { Breach } from "../detection/breach.ts";
import type { Memory } from "../ingest-telemetry.ts";
import type { ServiceRecord } from "../service-record.ts";
import { type MetricSeries, type Reading, STEP_MS, STEPS } from "./metric-series.ts";
import { useOf } from "./use-of.ts";

/** So nearly all of it is all of it: processes do not report in the same moment. */
const FULL = 0.97;
/** An event loop that idles for less than this share of the time leaves everybody waiting. */
const BUSY_LOOP = 0.95;
const FULL_DISK = 0.97;
/** So long it must have been full without a break, in at least so many readings; longer where nothing tells that anybody waits for it. */
const LASTS_MS = 60_000;
const LASTS_ALONE_MS = 180_000;
const READINGS = 3;
/** What was known of it before, and how seldom it may have been full then. */
const KNOWN_MS = 600_000;
const KNOWN_READINGS = 10;
const SELDOM = 0.02;
/** A queue must have grown for so long without ever shrinking, far beyond what it ever held: batches come at once, and are worked off. */
const GROWS_MS = 300_000;
const GROWS_READINGS = 6;
const TIMES = 10;
const LEAST_WAITING = 100;
const STALE_MS = 150_000;

const EVENT_LOOP = /event_?loop\.utili[sz]ation$/;
const DISK = /filesystem\.utili[sz]ation$/;
const WAITING = /pending|queue|backlog|waiting|lag(?:$|[._])/;
/** What of these is in use may well be all of it for good reasons: a page cache, a generation that is about to be collected. */
const FILLS_BY_ITSELF = /^(?:container\.memory|jvm\.memory)/;

/**
 * Whether something bounded of the service has run out and stays so: a pool of connections, file descriptors, the heap, the
 * event loop, a disk; or a queue grows and grows. A resource that is well used is no incident, so it must never have been
 * full for as long as it is known (half an hour at most), and be so for a minute while somebody waits for it, or for three.
 *
 * @param now epoch milliseconds.
 */
export function detectSaturation(record: ServiceRecord, memory: Memory, now: number): Breach | null {
  const all = memory.witnesses.metrics.ofService(record.service, record.scopes, record.environment);
  if (all.length === 0) return null;
  let longest: Breach | null = null;
  for (const series of all) {
    if (now - series.lastMs > STALE_MS) continue;
    const found = WAITING.test(series.name) ? growing(series, now) : full(series, all, now);
    if (found && (!longest || found.onset.at < longest.onset.at)) longest = found;
  }
  return longest;
}

function full(series: MetricSeries, all: readonly MetricSeries[], now: number): Breach | null {
  const bound = boundOf(series, all, now);
  if (!bound) return null;
  const readings = series.read(now - STEPS * STEP_MS, now + 1);
  const isFull = (one: Reading) => one.max >= bound.full;
  const run = lastRun(readings, isFull);
  const earlier = readings.slice(0, readings.length - run.length);
  if (run.length < READINGS || !isKnown(earlier, isFull)) return null;
  const first = run[0] as Reading;
  const last = run.at(-1) as Reading;
  const waits = bound.noun === "connections" && all.some((one) => isWaitedFor(one, first.atMs, now));
  if (last.atMs - first.atMs < (waits ? LASTS_MS : LASTS_ALONE_MS)) return null;
  const usual = mean(earlier.map((one) => one.max / bound.limit));
  const of = bound.limit === 1 ? "" : ` (${round(last.max)} of ${round(bound.limit)})`;
  return breachOf(
    { value: Math.min(1, last.max / bound.limit), unit: "ratio", samples: run.length },
    { value: usual, unit: "ratio", samples: earlier.length },
    bound.full / bound.limit,
    earlier,
    run,
    `${series.name}: ${bound.noun} used up${of}${waits ? ", and requests wait for more" : ""}.`,
  );
}

/** The bounded thing that a series measures, and from which reading on it is used up. */
function boundOf(
  series: MetricSeries,
  all: readonly MetricSeries[],
  now: number,
): { noun: string; limit: number; full: number } | null {
  if (FILLS_BY_ITSELF.test(series.name)) return null;
  if (EVENT_LOOP.test(series.name)) return { noun: "the event loop's time", limit: 1, full: BUSY_LOOP };
  if (DISK.test(series.name)) return { noun: "the file system", limit: 1, full: FULL_DISK };
  const use = useOf(series, all, now + 1);
  return use && { ...use, full: FULL * use.limit };
}

function growing(series: MetricSeries, now: number): Breach | null {
  if (series.kind !== "level") return null;
  const readings = series.read(now - STEPS * STEP_MS, now + 1);
  let start = readings.length - 1;
  while (start > 0 && (readings[start - 1] as Reading).value < (readings[start] as Reading).value) start--;
  const run = readings.slice(start);
  const earlier = readings.slice(0, start);
  const first = run[0];
  const last = run.at(-1);
  if (!first || !last || run.length < GROWS_READINGS || last.atMs - first.atMs < GROWS_MS) return null;
  const most = Math.max(0, ...earlier.map((one) => one.max));
  const allowed = Math.max(LEAST_WAITING, TIMES * most);
  if (last.value < allowed || !isKnown(earlier, (one) => one.value >= allowed)) return null;
  return breachOf(
    { value: last.value, unit: "waiting", samples: run.length },
    { value: mean(earlier.map((one) => one.value)), unit: "waiting", samples: earlier.length },
    allowed,
    earlier,
    run,
    `${series.name} grows and does not shrink.`,
  );
}

function breachOf(
  observed: Breach["observed"],
  baseline: NonNullable<Breach["baseline"]>,
  objective: number,
  earlier: readonly Reading[],
  run: readonly Reading[],
  note: string,
): Breach {
  const at = (run[0] as Reading).atMs;
  const before = earlier.at(-1)?.atMs ?? at - STEP_MS;
  return {
    symptom: "saturation",
    operation: "*",
    observed,
    baseline,
    baselineSeconds: (before - (earlier[0]?.atMs ?? before)) / 1000,
    objective,
    onset: { at, earliest: before, latest: at + STEP_MS },
    hits: run.length,
    // By the rule of succession, of a reading that was never full before, over independent readings.
    p: (1 / (earlier.length + 2)) ** run.length,
    note,
  };
}

function isKnown(earlier: readonly Reading[], isFull: (one: Reading) => boolean): boolean {
  const first = earlier[0];
  const last = earlier.at(-1);
  if (!first || !last || earlier.length < KNOWN_READINGS || last.atMs - first.atMs < KNOWN_MS) return false;
  return earlier.filter(isFull).length <= SELDOM * earlier.length;
}

/** Whether something of the service waits since then, and more than it used to. */
function isWaitedFor(series: MetricSeries, fromMs: number, now: number): boolean {
  if (!WAITING.test(series.name) || series.kind !== "level") return false;
  const before = series.read(fromMs - STEPS * STEP_MS, fromMs);
  const since = series.read(fromMs, now + 1).slice(1);
  const usual = before.length === 0 ? 0 : mean(before.map((one) => one.value));
  return since.length >= READINGS - 1 && since.every((one) => one.value >= 1 && one.value > 2 * usual);
}

function lastRun(readings: readonly Reading[], isFull: (one: Reading) => boolean): Reading[] {
  let start = readings.length;
  while (start > 0 && isFull(readings[start - 1] as Reading)) start--;
  return readings.slice(start);
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;
const round = (value: number) => Number(value.toPrecision(3));
