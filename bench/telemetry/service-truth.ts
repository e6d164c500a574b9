import type { Random } from "./random.ts";

/** What is true of one operation of one service, healthy as it is. */
export interface ServiceTruth {
  /** Requests a second, over the day. */
  rate: number;
  /** By how much of it the day goes up and down, and what is left of it at the weekend. */
  day: number;
  weekend: number;
  /** Share of requests that fail, and how many fail together where one does. */
  failing: number;
  cluster: number;
  /** Logarithm of the median duration in milliseconds, and its spread. */
  logMs: number;
  sigma: number;
  /** By how much, in logarithms, durations go up and down with the day, and from minute to minute. */
  dayLog: number;
  minuteLog: number;
  /** Objectives, or null where they are to be learnt. */
  allowed: number | null;
  limitMs: number | null;
  deploysPerDay: number;
  restartsPerDay: number;
  burstsPerDay: number;
  /** Share of its instances that a deployment replaces at a time. */
  rolling: number;
}

/** 95th percentile of the standard normal distribution. */
const Z95 = 1.6449;

/** Draws a service as the field has them: rates over three decades, most of them well within their objectives. */
export function drawService(random: Random, rate = random.logUniform(0.02, 50)): ServiceTruth {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const written = random.uniform() < 0.5;
  const allowed = written ? ([0.001, 0.005, 0.01][Math.floor(3 * random.uniform())] as number) : null;
  const sigma = between(0.3, 1);
  const p95 = random.logUniform(50, 1_500);
  const dayLog = between(0, 0.15);
  return {
    rate,
    day: between(0.2, 0.8),
    weekend: between(0.2, 1),
    failing: allowed === null ? random.logUniform(1e-4, 1e-2) : allowed * random.logUniform(0.02, 0.5),
    cluster: random.uniform() < 0.4 ? between(1.5, 4) : 1,
    logMs: Math.log(p95) - Z95 * sigma,
    sigma,
    dayLog,
    minuteLog: between(0, 0.06),
    allowed,
    limitMs: random.uniform() < 0.5 ? (p95 * Math.exp(dayLog)) / between(0.4, 0.8) : null,
    deploysPerDay: between(1, 6),
    restartsPerDay: between(0, 1),
    burstsPerDay: between(0, 1),
    rolling: random.uniform() < 0.5 ? 1 : between(0.2, 0.6),
  };
}

/** Of a tenth of all series only one request in a hundred is traced. */
export function drawRate(random: Random): number {
  const rate = random.logUniform(0.02, 50);
  return random.uniform() < 0.1 ? Math.max(0.02, rate / 100) : rate;
}
