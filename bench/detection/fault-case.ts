import { alarmBudget } from "../../src/observe/detection/alarm-budget.ts";
import { randomOf } from "../telemetry/random.ts";
import { drawService } from "../telemetry/service-truth.ts";
import { type Fault, Traffic } from "../telemetry/traffic.ts";
import { type Alarm, type WatchedSeries, watchSeries } from "./watch-series.ts";

export type FaultKind = { kind: "errors"; share: number } | { kind: "latency"; times: number; share: number };

export interface FaultResult {
  name: string;
  rate: number;
  /** Whether it breaks an objective, or changes what can be known to be normal. What does neither is not to be found. */
  isDue: boolean;
  /** Seconds from the fault's beginning; null where it was not found while it lasted. */
  delay: number | null;
  /** Whether its healthy failures come in clusters. */
  isClustered: boolean;
  /** Seconds that the best test with this rate of false alarms takes on average at this traffic. */
  bound: number;
  /** Seconds below which nothing is said, so that a blip is none. */
  floor: number;
  /** Whether the true beginning lies within the bounds of the onset that was told. */
  onsetInside: boolean | null;
}

const HEALTHY_SECONDS = 12 * 3_600;
const FLOOR = { errors: 3, latency: 4 };
/** Nats that a share must show to be over what is allowed: a chance of 1 in 1,000. */
const MATTERS = Math.log(1_000);
/** What even the best test would need longer for is not to be found in time, but by burn rates. */
const KNOWABLE_SECONDS = 1_800;
const LEAST_SECONDS = 600;
/** A fault lasts for so many times as long as the best test needs: what ends before that nobody can see. */
const LASTS = 4;
/** Least share of slow requests that counts as a 95th percentile over its objective. */
const OVER = 0.065;

export const nameOf = (kind: FaultKind) =>
  kind.kind === "errors"
    ? `errors ${kind.share * 100}%`
    : `latency ×${kind.times}${kind.share < 1 ? ` in ${kind.share * 100}%` : ""}`;

/** One service, half a day of health and then that fault. */
export function faultCase(kind: FaultKind, rate: number, seed: number): FaultResult {
  const random = randomOf(seed);
  const truth = drawService(random, rate);
  truth.weekend = 1;
  // At the fault, half a day later, the day's traffic crosses its mean, so that it is what is asked for: on its way up or down.
  const began = 86_400 * 7 * 1_000 + 43_200 * Math.floor(2 * random.uniform());
  const from = began + HEALTHY_SECONDS + 60 * random.uniform();
  const fault: Fault = { ...kind, from };
  const traffic = new Traffic(truth, random, fault);
  let found: Alarm | null = null;
  const series = watchSeries(truth, (alarm) => {
    if (alarm.symptom === kind.kind && alarm.second > from) found ??= alarm;
  });
  let minute = began;
  for (; minute + 60 <= from; minute += 60) traffic.minute(minute, series);
  const bad = kind.kind === "errors" ? traffic.failingShare(from + 1) : traffic.slowShare(from + 1);
  const now = traffic.rate(from);
  const name = nameOf(kind);
  const floor = FLOOR[kind.kind];
  // Variance over mean of how many fail together, of a geometric number: evidence is worth so much less.
  const spread = kind.kind === "errors" ? 2 * truth.cluster - 1 : 1;
  const bound = spread * boundOf(bad, now, series.known(kind.kind));
  const over = kind.kind === "errors" ? (series.known("errors")?.allowed ?? 1) : OVER;
  const isDue = bad >= 1.3 * over && bound < KNOWABLE_SECONDS;
  const isClustered = truth.cluster > 1;
  if (!isDue) return { name, rate, isDue, isClustered, delay: null, bound: 0, floor, onsetInside: null };
  const until = from + Math.max(LEAST_SECONDS, LASTS * (bound + floor));
  for (; minute < until && !found; minute += 60) traffic.minute(minute, series);
  const alarm = found as Alarm | null;
  const inside = alarm && alarm.onset.earliest <= from * 1000 && alarm.onset.latest >= from * 1000;
  return {
    name,
    rate,
    isDue,
    isClustered,
    delay: alarm ? alarm.second - from : null,
    bound,
    floor,
    onsetInside: inside,
  };
}

/**
 * Seconds that the best test takes on average. By what was known when the fault began: what a test learns of it later, where
 * it has not found it, makes it no harder to find.
 */
function boundOf(bad: number, requestsPerSecond: number, known: ReturnType<WatchedSeries["known"]>): number {
  // As long as the tests do not know what is normal, nothing can be found.
  if (known === null || bad <= known.allowed) return Number.POSITIVE_INFINITY;
  const changed = Math.log(alarmBudget(requestsPerSecond)) / divergence(bad, known.normal);
  const matters = known.allowed > known.normal ? MATTERS / divergence(bad, known.allowed) : 0;
  return Math.max(changed, matters) / requestsPerSecond;
}

/** Kullback and Leibler's divergence of two shares, in nats for each request. */
export function divergence(p: number, q: number): number {
  const term = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return term(p, q) + term(1 - p, 1 - q);
}
