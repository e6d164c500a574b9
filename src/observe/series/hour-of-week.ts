import type { RequestCell } from "../request-cell.ts";
import { tallyOf } from "../tally.ts";

const HOURS = 168;
const HOURS_A_DAY = 24;
const FIELDS = 8;
const [WEEKS, REQUESTS, VARIANCE, ERRORS, SAMPLES, P50, P95, P99] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
/** A week counts at least so much, so that what was normal months ago fades: about seven weeks are remembered. */
const LEAST_SHARE = 0.25;

/** What is normal in one hour of the week. */
export interface Season {
  /** How many weeks stand behind it. */
  weeks: number;
  requestsPerSecond: number;
  /** Standard deviation of it from week to week; 0 with one week. */
  deviation: number;
  errorRatio: number;
  /** Requests of an average week behind the ratio and the quantiles, in effective sample size. */
  samples: number;
  /** Milliseconds; null where no duration was seen. */
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/**
 * A baseline by hour of the week (UTC), learnt from whole healthy hours: exponentially weighted means over the weeks,
 * of quantiles the geometric mean. A day takes a kilobyte, and only days that were seen take any.
 */
export class HourOfWeek {
  private readonly days: (Float32Array | undefined)[] = [];

  learn(hourStart: number, cell: RequestCell): void {
    const [slot, at] = this.slot(hourStart, true);
    if (!slot) return;
    const weeks = (slot[at + WEEKS] as number) + 1;
    const share = Math.max(1 / weeks, LEAST_SHARE);
    const { total, hits } = tallyOf(cell, null);
    const move = (field: number, value: number) => {
      const was = slot[at + field] as number;
      slot[at + field] = was + share * (value - was);
    };
    const off = cell.requests - (slot[at + REQUESTS] as number);
    if (weeks > 1) slot[at + VARIANCE] = (1 - share) * ((slot[at + VARIANCE] as number) + share * off * off);
    slot[at + WEEKS] = weeks;
    move(REQUESTS, cell.requests);
    move(SAMPLES, total);
    // A ratio of the sums: an hour with ten times the requests says ten times as much.
    move(ERRORS, hits);
    for (const [field, q] of [
      [P50, 0.5],
      [P95, 0.95],
      [P99, 0.99],
    ] as const) {
      const quantile = cell.latency.quantile(q);
      if (quantile === null) continue;
      const was = slot[at + field] as number;
      slot[at + field] = was > 0 ? was * (quantile / was) ** share : quantile;
    }
  }

  /** Null where that hour was never seen. */
  at(second: number): Season | null {
    const [slot, at] = this.slot(second, false);
    const weeks = slot?.[at + WEEKS] ?? 0;
    if (!slot || weeks === 0) return null;
    const samples = slot[at + SAMPLES] as number;
    const ms = (field: number) => (slot[at + field] as number) || null;
    return {
      weeks,
      requestsPerSecond: (slot[at + REQUESTS] as number) / 3600,
      deviation: Math.sqrt(slot[at + VARIANCE] as number) / 3600,
      errorRatio: samples > 0 ? (slot[at + ERRORS] as number) / samples : 0,
      samples,
      p50: ms(P50),
      p95: ms(P95),
      p99: ms(P99),
    };
  }

  toJSON(): [day: number, base64: string][] {
    return [...this.days.entries()].flatMap(([day, slots]) =>
      slots ? [[day, Buffer.from(slots.buffer, slots.byteOffset, slots.byteLength).toString("base64")]] : [],
    ) as [number, string][];
  }

  static from(json: readonly (readonly [number, string])[]): HourOfWeek {
    const hours = new HourOfWeek();
    for (const [day, base64] of json) {
      const bytes = new Uint8Array(Buffer.from(base64, "base64"));
      if (!(day >= 0 && day < 7) || bytes.length !== HOURS_A_DAY * FIELDS * 4) continue;
      const slots = new Float32Array(bytes.buffer);
      if (slots.every((value) => Number.isFinite(value) && value >= 0)) hours.days[day] = slots;
    }
    return hours;
  }

  private slot(second: number, make: boolean): [Float32Array | undefined, number] {
    const hour = Math.floor(second / 3600) % HOURS;
    const day = Math.floor(hour / HOURS_A_DAY);
    if (!this.days[day] && make) this.days[day] = new Float32Array(HOURS_A_DAY * FIELDS);
    return [this.days[day], (hour % HOURS_A_DAY) * FIELDS];
  }
}
