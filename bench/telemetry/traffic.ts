import { normalTail } from "../../src/observe/statistics/normal-tail.ts";
import type { Random } from "./random.ts";
import type { ServiceTruth } from "./service-truth.ts";

/** What goes wrong, and from which second. */
export type Fault =
  | { kind: "errors"; share: number; from: number }
  /** Of `share` of the requests, those that are slow anyway before the others, each takes `times` as long. */
  | { kind: "latency"; times: number; share: number; from: number };

/** Where requests go, by the second and in order. */
export interface Sink {
  errors(second: number, total: number, hits: number): void;
  slow(second: number, total: number, hits: number): void;
}

/** A stretch in which something ordinary happens: a restart refuses requests, a young process is slow. */
interface Blip {
  from: number;
  to: number;
  share: number;
  what: "errors" | "slow";
}

const DAY = 86_400;
const LEARNT = { times: 1.5, ms: 10, requests: 500, minutes: 240 };
/** An hour that is far enough from the next second for a window of three not to hold it. */
const QUIET_SECOND = 57;

/**
 * Draws the telemetry of one service, minute by minute, as counts of failing and of slow requests: Poisson traffic of a
 * daily and a weekly shape with bursts; failures by chance or in clusters of some seconds; log-normal durations that
 * wander over the day and from minute to minute; deployments and restarts with their refused connections and cold starts.
 * A limit that is learnt is drawn anew every hour as the 95th percentile of so many requests.
 */
export class Traffic {
  /** Milliseconds above which a request counts as slow; null while nobody can know. */
  limitMs: number | null;
  private readonly truth: ServiceTruth;
  private readonly random: Random;
  private readonly fault: Fault | null;
  private blips: Blip[] = [];
  private burst = { until: 0, factor: 1 };
  private requests: number[] = [];
  private minuteLog = 0;

  constructor(truth: ServiceTruth, random: Random, fault: Fault | null = null) {
    this.truth = truth;
    this.random = random;
    this.fault = fault;
    this.limitMs = truth.limitMs;
  }

  /** Share of requests that are over the limit in that second, by the truth. */
  slowShare(second: number): number {
    if (this.limitMs === null) return 0;
    const mean = this.meanLog(second) + this.minuteLog;
    const { sigma } = this.truth;
    const z = (Math.log(this.limitMs) - mean) / sigma;
    const healthy = normalTail(z);
    if (this.fault?.kind !== "latency" || second < Math.floor(this.fault.from)) return healthy;
    // Those over the limit anyway, and those of the slowest `share` that the fault lifts over it.
    return Math.max(healthy, Math.min(this.fault.share, normalTail(z - Math.log(this.fault.times) / sigma)));
  }

  failingShare(second: number): number {
    const { failing } = this.truth;
    if (this.fault?.kind !== "errors" || second < Math.floor(this.fault.from)) return failing;
    return failing + (1 - failing) * this.fault.share;
  }

  /** The minute that begins at that second. */
  minute(start: number, sink: Sink): void {
    const { truth, random } = this;
    this.happen(start);
    if (start % 3_600 === 0) this.learn(start);
    this.minuteLog = truth.minuteLog * random.normal();
    const rate = this.rate(start);
    const faulty = this.fault !== null && start + 60 > this.fault.from;
    const blips = this.blips.filter((one) => one.to > start && one.from < start + 60);
    if (faulty || blips.length > 0) this.eventful(start, rate, blips, sink);
    else this.ordinary(start, rate, sink);
  }

  private ordinary(start: number, rate: number, sink: Sink): void {
    const { random } = this;
    const requests = random.poisson(60 * rate);
    this.requests.push(requests);
    if (requests === 0) return;
    const failures = this.failures(requests);
    const slow = this.limitMs === null ? 0 : random.binomial(requests, this.slowShare(start));
    if (failures.length === 0 && slow === 0) {
      sink.errors(start + QUIET_SECOND, requests, 0);
      if (this.limitMs !== null) sink.slow(start + QUIET_SECOND, requests, 0);
      return;
    }
    const totals = this.spread(requests);
    const failed = new Array<number>(62).fill(0);
    for (const second of failures) failed[second] = (failed[second] as number) + 1;
    // What a cluster carries into the next minute is let go.
    if (failures.length === 0) sink.errors(start + QUIET_SECOND, requests, 0);
    else
      for (let s = 0; s < 60; s++)
        this.show(sink, "errors", start + s, totals[s] as number, failed[s] as number);
    if (this.limitMs === null) return;
    if (slow === 0) sink.slow(start + QUIET_SECOND, requests, 0);
    else {
      const over = this.spread(slow);
      for (let s = 0; s < 60; s++) this.show(sink, "slow", start + s, totals[s] as number, over[s] as number);
    }
  }

  private eventful(start: number, rate: number, blips: readonly Blip[], sink: Sink): void {
    let requests = 0;
    for (let s = start; s < start + 60; s++) {
      const total = this.random.poisson(rate);
      requests += total;
      if (total === 0) continue;
      let failing = this.failingShare(s);
      let slow = this.slowShare(s);
      const from = this.fault?.from ?? 0;
      if (Math.floor(from) === s) {
        const part = 1 - (from - s);
        failing = this.truth.failing * (1 - part) + failing * part;
        slow *= part;
      }
      for (const blip of blips) {
        const part = Math.max(0, Math.min(s + 1, blip.to) - Math.max(s, blip.from)) * blip.share;
        if (blip.what === "errors") failing += (1 - failing) * part;
        else slow += (1 - slow) * part;
      }
      sink.errors(s, total, this.random.binomial(total, failing));
      if (this.limitMs !== null) sink.slow(s, total, this.random.binomial(total, slow));
    }
    this.requests.push(requests);
  }

  private show(sink: Sink, what: "errors" | "slow", second: number, total: number, hits: number): void {
    if (total + hits > 0) sink[what](second, Math.max(total, hits), hits);
  }

  /** The seconds of the minute in which requests fail. */
  private failures(requests: number): number[] {
    const { truth, random } = this;
    const seconds: number[] = [];
    const clusters = random.binomial(requests, truth.failing / truth.cluster);
    for (let i = 0; i < clusters; i++) {
      const at = Math.floor(60 * random.uniform());
      let size = 1;
      while (random.uniform() > 1 / truth.cluster && size < 30) size++;
      for (let k = 0; k < size && seconds.length < requests; k++) {
        seconds.push(Math.min(59, at + (k === 0 ? 0 : Math.floor(2 * random.uniform()))));
      }
    }
    return seconds;
  }

  private spread(count: number): number[] {
    const seconds = new Array<number>(60).fill(0);
    if (count < 120) {
      for (let i = 0; i < count; i++) {
        const s = Math.floor(60 * this.random.uniform());
        seconds[s] = (seconds[s] as number) + 1;
      }
      return seconds;
    }
    let left = count;
    for (let s = 0; s < 59; s++) {
      const here = this.random.binomial(left, 1 / (60 - s));
      seconds[s] = here;
      left -= here;
    }
    seconds[59] = left;
    return seconds;
  }

  /** Requests a second at that time, by the truth. */
  rate(second: number): number {
    const { truth } = this;
    const shape = 1 + truth.day * Math.sin((2 * Math.PI * second) / DAY);
    const weekend = Math.floor(second / DAY) % 7 >= 5 ? truth.weekend : 1;
    return truth.rate * shape * weekend * (second < this.burst.until ? this.burst.factor : 1);
  }

  private meanLog(second: number): number {
    return this.truth.logMs + this.truth.dayLog * Math.sin((2 * Math.PI * second) / DAY);
  }

  private happen(start: number): void {
    const { truth, random } = this;
    this.blips = this.blips.filter((one) => one.to > start);
    const due = (perDay: number) => random.uniform() < (perDay * 60) / DAY;
    if (due(truth.burstsPerDay)) {
      this.burst = { until: start + 60 + random.exponential(300), factor: 2 + 8 * random.uniform() };
    }
    const at = start + 60 * random.uniform();
    const refuse = (longest: number, share: number) => {
      this.blips.push({ from: at, to: at + longest * random.uniform(), share, what: "errors" });
    };
    if (due(truth.restartsPerDay)) refuse(2, 1);
    if (due(truth.deploysPerDay)) {
      if (random.uniform() < 0.5) refuse(1.5, truth.rolling);
      this.blips.push({
        from: at,
        to: at + 2.5 * random.uniform(),
        share: 0.6 * truth.rolling,
        what: "slow",
      });
    }
  }

  private learn(start: number): void {
    if (this.truth.limitMs !== null) return;
    this.requests = this.requests.slice(-LEARNT.minutes);
    const requests = this.requests.reduce((sum, one) => sum + one, 0);
    // Half an hour late, so that a fault teaches nothing before it was found.
    if (this.fault && start > this.fault.from) return;
    if (requests < LEARNT.requests) {
      this.limitMs = null;
      return;
    }
    const z = 1.6449 + (Math.sqrt(0.0475 / requests) / 0.1031) * this.random.normal();
    const p95 = Math.exp(this.meanLog(start - 5_400) + this.truth.sigma * z);
    this.limitMs = LEARNT.times * p95 + LEARNT.ms;
  }
}
