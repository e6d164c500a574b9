import type { Span, Telemetry } from "../contracts/telemetry.ts";
import { isEntry } from "../observe/is-entry.ts";
import { isFailure } from "../observe/is-failure.ts";
import { operationOf } from "../observe/operation-of.ts";
import { rejectionOf } from "../observe/rejection.ts";
import { sanitise } from "../safety/sanitise.ts";
import { type Step, sinceWhen } from "./since-when.ts";

/** Time series that are kept apart; what comes later is not looked at. */
const MAX_SERIES = 4_000;
const STEPS = 600;
const ERROR_SEVERITY = 17;
/** Of one operation. */
const MAX_STATUSES = 6;
/** Steps on either side of a change for it to count. */
const FEWEST_STEPS = 3;
/** A request that takes long began so long before it ended, at most, as far as an onset is concerned. */
const LONG_MS = 5_000;
/** Where spans name no kinds, Scout says which of them are requests once their trace is whole. */
const HOLD_MS = 10_000;
/** Chances in a step for an error to be logged: far more than there ever are, so that what counts is time. */
const EVER = 1e6;

export type ShiftKind = "errors" | "refused" | "latency" | "spans" | "logs" | "metric";

/** By how much one series differs before and after a moment. */
export interface LedgerShift {
  kind: ShiftKind;
  service: string;
  operation: string;
  /** Its name, where it is one. */
  metric?: string;
  /** HTTP status, of requests that were refused. */
  status?: number;
  /** About the logarithm of how much likelier a change is than none. */
  score: number;
  /** Epoch milliseconds: since when, and the resolution of that. */
  atMs: number;
  stepMs: number;
  /** Between which times it began, as far as the series says by itself. */
  earliestMs: number;
  latestMs: number;
  before: { n: number; mean: number };
  after: { n: number; mean: number };
}

interface Series {
  kind: ShiftKind;
  service: string;
  operation: string;
  status?: number;
  steps: Map<number, Step>;
  /** Of a counter. */
  last: number | undefined;
}

/**
 * A plain account of a whole bundle in six hundred steps: failures and durations of each operation, of every span
 * name where nothing says what a request is, error logs, metrics. It is asked where Scout's tests stay silent and a
 * person says all the same that there was an incident: then the question is no more whether, but where most.
 */
export class ShiftLedger {
  readonly stepMs: number;
  private readonly series = new Map<string, Series>();
  /** Statuses of refused requests, by service and operation. */
  private readonly statuses = new Map<string, Set<number>>();
  private held: { until: number; telemetry: Telemetry }[] = [];
  private firstStep = Number.POSITIVE_INFINITY;
  private lastStep = Number.NEGATIVE_INFINITY;

  /** @param fromMs and `toMs`: the stretch that the bundle covers, in epoch milliseconds */
  constructor(fromMs: number, toMs: number) {
    this.stepMs = Math.max(1_000, Math.ceil((toMs - fromMs) / STEPS / 1_000) * 1_000);
  }

  /** @param now when it arrived, in epoch milliseconds */
  add(telemetry: Telemetry, now: number): void {
    this.held.push({ until: now + HOLD_MS, telemetry });
    this.release(now);
  }

  private release(now: number): void {
    let due = 0;
    for (let next = this.held[due]; next && next.until <= now; next = this.held[++due])
      this.read(next.telemetry);
    this.held.splice(0, due);
  }

  private read({ spans, logs, points }: Telemetry): void {
    for (const span of spans) {
      const { service } = span.resource;
      const took = Math.log(Math.max(0.01, span.endMs - span.startMs));
      const operation = operationOf(span);
      this.count("errors", service, operation, span.endMs, isFailure(span) ? 1 : 0, isEntry(span));
      this.count(isEntry(span) ? "latency" : "spans", service, operation, span.endMs, took);
      if (isEntry(span)) this.countRefused(service, operation, span);
    }
    for (const log of logs) {
      const isError = log.severity >= ERROR_SEVERITY || "exception.type" in log.attributes;
      if (isError) this.count("logs", log.resource.service, "*", log.timeMs, 1);
    }
    for (const point of points) {
      const { histogram } = point;
      const value = histogram ? histogram.count && (histogram.sum ?? 0) / histogram.count : point.value;
      if (value === undefined) continue;
      const of = JSON.stringify(point.attributes).slice(0, 200);
      const name = `${sanitise(point.name, 200)}\0${point.resource.instance ?? ""}\0${of}`;
      const series = this.find("metric", point.resource.service, name);
      if (!series) continue;
      const counts = point.temporality === "cumulative" && !histogram && point.monotonic === true;
      const grown = counts && series.last !== undefined ? Math.max(0, value - series.last) : undefined;
      series.last = value;
      if (!counts) this.note(series, point.timeMs, value);
      else if (grown !== undefined) this.note(series, point.timeMs, grown);
    }
  }

  /**
   * What changed most, the clearest first.
   * @param window when the incident was, in epoch milliseconds; where `fromMs` is null each series says since when
   */
  shifts(window: { fromMs: number | null; toMs: number | null }): LedgerShift[] {
    this.release(Number.POSITIVE_INFINITY);
    const found: LedgerShift[] = [];
    const to = window.toMs === null ? Number.POSITIVE_INFINITY : Math.floor(window.toMs / this.stepMs);
    const from = window.fromMs === null ? null : Math.floor(window.fromMs / this.stepMs);
    for (const series of this.series.values()) {
      const steps = [...series.steps].filter(([at]) => at <= to).sort((a, b) => a[0] - b[0]);
      const shift = from === null ? this.bestSplit(series, steps) : this.split(series, steps, from);
      if (shift && shift.score > 0) found.push(shift);
    }
    return found.sort((a, b) => b.score - a.score);
  }

  private count(
    kind: ShiftKind,
    service: string,
    operation: string,
    atMs: number,
    value: number,
    wanted = true,
  ): void {
    const series = wanted ? this.find(kind, service, operation) : undefined;
    if (series) this.note(series, atMs, value);
  }

  /** Each status that was ever seen of an operation among all requests to it. */
  private countRefused(service: string, operation: string, { attributes, endMs }: Span): void {
    const code = rejectionOf(attributes);
    const key = `${service}\0${operation}`;
    const seen = this.statuses.get(key) ?? new Set<number>();
    if (code !== undefined && seen.size < MAX_STATUSES && !seen.has(code)) {
      const series = this.find("refused", service, `${operation}\0${code}`);
      const all = this.series.get(`errors\0${key}`);
      if (series && all) {
        series.status = code;
        // Until now none of them was.
        for (const [at, { n }] of all.steps) series.steps.set(at, { n, sum: 0 });
        const step = series.steps.get(Math.floor(endMs / this.stepMs));
        if (step) step.n--;
        seen.add(code);
        this.statuses.set(key, seen);
      }
    }
    for (const status of seen)
      this.count("refused", service, `${operation}\0${status}`, endMs, status === code ? 1 : 0);
  }

  private find(kind: ShiftKind, service: string, operation: string): Series | undefined {
    const key = `${kind}\0${service}\0${operation}`;
    let series = this.series.get(key);
    if (!series && this.series.size < MAX_SERIES) {
      series = { kind, service, operation, steps: new Map(), last: undefined };
      this.series.set(key, series);
    }
    return series;
  }

  private note(series: Series, atMs: number, value: number): void {
    const at = Math.floor(atMs / this.stepMs);
    this.firstStep = Math.min(this.firstStep, at);
    this.lastStep = Math.max(this.lastStep, at);
    const step = series.steps.get(at);
    if (step) {
      step.n++;
      step.sum += value;
    } else series.steps.set(at, { n: 1, sum: value });
  }

  private bestSplit(series: Series, steps: [number, Step][]): LedgerShift | null {
    const dense = series.kind === "logs" ? this.dense(series) : steps;
    const falls = series.kind === "metric" && this.falls(steps);
    const levels = dense.map(([, { n, sum }]) => ({
      n: series.kind === "logs" ? EVER : n,
      sum: falls ? -sum : sum,
    }));
    const at = dense.map(([step]) => step);
    const isShare = series.kind === "errors" || series.kind === "refused" || series.kind === "logs";
    const since = sinceWhen(levels, at, this.stepMs, isShare);
    const shift = since && this.split(series, steps, at[since.clearest] as number);
    if (!shift) return null;
    const took = isShare || series.kind === "metric" ? 0 : Math.min(LONG_MS, Math.exp(shift.after.mean));
    const ms = (index: number) => (at[index] as number) * this.stepMs - took;
    return {
      ...shift,
      atMs: ms(since.at),
      earliestMs: ms(since.earliest) - this.stepMs,
      latestMs: ms(since.latest) + this.stepMs,
    };
  }

  /** With the steps in which there was none. */
  private dense({ steps }: Series): [number, Step][] {
    return Array.from({ length: this.lastStep - this.firstStep + 1 }, (_, i) => [
      this.firstStep + i,
      steps.get(this.firstStep + i) ?? { n: 0, sum: 0 },
    ]);
  }

  private falls(steps: readonly [number, Step][]): boolean {
    const half = Math.floor(steps.length / 2);
    return spread(steps, half, steps.length).mean < spread(steps, 0, half).mean;
  }

  private split(series: Series, steps: [number, Step][], from: number): LedgerShift | null {
    // Asked some hundred times of each series, and so without a list for each half.
    let middle = 0;
    while (middle < steps.length && (steps[middle] as [number, Step])[0] < from) middle++;
    if (middle === steps.length) return null;
    const before = total(steps, 0, middle);
    const after = total(steps, middle, steps.length);
    const score =
      series.kind === "errors" || series.kind === "refused"
        ? moreOften(before.sum, before.n, after.sum, after.n)
        : series.kind === "logs"
          ? // Steps without any are not in the map: the time that passed is what counts.
            moreOften(
              before.sum,
              EVER * (from - this.firstStep),
              after.sum,
              EVER * (this.lastStep - from + 1),
            )
          : middle < FEWEST_STEPS || steps.length - middle < FEWEST_STEPS
            ? 0
            : higher(spread(steps, 0, middle), spread(steps, middle, steps.length), series.kind === "metric");
    return {
      kind: series.kind,
      service: series.service,
      operation: series.kind === "metric" ? "*" : (series.operation.split("\0")[0] ?? ""),
      ...(series.status === undefined ? {} : { status: series.status }),
      ...(series.kind === "metric" ? { metric: series.operation.split("\0")[0] ?? "" } : {}),
      score,
      atMs: from * this.stepMs,
      stepMs: this.stepMs,
      earliestMs: from * this.stepMs,
      latestMs: from * this.stepMs,
      before: { n: before.n, mean: before.n ? before.sum / before.n : 0 },
      after: { n: after.n, mean: after.n ? after.sum / after.n : 0 },
    };
  }
}

/** Of steps in `[from, to)`. */
function total(steps: readonly [number, Step][], from: number, to: number): Step {
  let n = 0;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const [, step] = steps[i] as [number, Step];
    n += step.n;
    sum += step.sum;
  }
  return { n, sum };
}

/** Log likelihood ratio of two shares against one; 0 where the share did not grow. */
function moreOften(a: number, n: number, b: number, m: number): number {
  if (m === 0 || b === 0) return 0;
  if (n === 0) return b / m > 0.05 ? 1 : 0;
  if (b / m <= a / n) return 0;
  const all = (a + b) / (n + m);
  return likelihood(a, n, a / n) + likelihood(b, m, b / m) - likelihood(a, n, all) - likelihood(b, m, all);
}

function likelihood(hits: number, of: number, share: number): number {
  const good = of - hits;
  return (hits > 0 ? hits * Math.log(share) : 0) + (good > 0 ? good * Math.log(1 - share) : 0);
}

/** Half the square of Welch's t over the means of steps: neighbouring requests are too much alike to count each. */
function higher(a: Spread, b: Spread, eitherWay: boolean): number {
  if (!eitherWay && b.mean <= a.mean) return 0;
  const floor = 1e-6 + 1e-4 * a.mean ** 2;
  const t2 = (b.mean - a.mean) ** 2 / (Math.max(a.variance, floor) / a.n + Math.max(b.variance, floor) / b.n);
  return Math.min(500, t2 / 2);
}

interface Spread {
  n: number;
  mean: number;
  variance: number;
}

/** Of the means of steps in `[from, to)`. */
function spread(steps: readonly [number, Step][], from: number, to: number): Spread {
  const count = to - from;
  let sum = 0;
  for (let i = from; i < to; i++) sum += meanOf(steps[i] as [number, Step]);
  const mean = sum / count;
  let squares = 0;
  for (let i = from; i < to; i++) squares += (meanOf(steps[i] as [number, Step]) - mean) ** 2;
  return { n: count, mean, variance: squares / Math.max(1, count - 1) };
}

const meanOf = ([, { n, sum }]: [number, Step]) => sum / n;
