import type { StepSource } from "../../src/observe/detection/step-source.ts";

/** Seconds that are kept one by one; minutes that are kept after that. As `OperationSeries` keeps them. */
const FINE_SECONDS = 300;
const MINUTES = 300;

/**
 * Requests of a series as mere counts, bad ones among all: what the tests read of an `OperationSeries`, without the requests
 * themselves, so that years of many series can be drawn. Seconds are added in order.
 */
export class CountedSeries implements StepSource {
  newest = Number.NEGATIVE_INFINITY;
  get finest(): number {
    return this.newest - FINE_SECONDS + 1;
  }
  readonly late = 0;
  private seconds: { second: number; total: number; hits: number }[] = [];
  private head = 0;
  private readonly minutes: { minute: number; total: number; hits: number }[] = [];

  add(second: number, total: number, hits: number): void {
    if (total <= 0) return;
    this.newest = second;
    this.seconds.push({ second, total, hits });
    const minute = Math.floor(second / 60);
    const last = this.minutes.at(-1);
    if (last?.minute === minute) {
      last.total += total;
      last.hits += hits;
    } else {
      this.minutes.push({ minute, total, hits });
      if (this.minutes.length > 2 * MINUTES) this.minutes.splice(0, MINUTES);
    }
    while ((this.seconds[this.head] as { second: number }).second <= second - FINE_SECONDS) this.head++;
    if (this.head > 1_000) {
      this.seconds = this.seconds.slice(this.head);
      this.head = 0;
    }
  }

  each(from: number, to: number, show: (second: number, total: number, hits: number) => void): void {
    const end = Math.min(to, this.finest - 1);
    if (from <= end) this.eachMinute(from, end, (minute, total, hits) => show(minute * 60 + 59, total, hits));
    let index = this.seconds.length;
    while (index > this.head && (this.seconds[index - 1] as { second: number }).second >= from) index--;
    for (; index < this.seconds.length; index++) {
      const { second, total, hits } = this.seconds[index] as (typeof this.seconds)[number];
      if (second <= to) show(second, total, hits);
    }
  }

  /** Seconds as `OperationSeries` counts them: those that hold a request while they are kept one by one, and then by minutes that do. */
  baseline(before: number, span: number): { total: number; hits: number; seconds: number } {
    const sum = { total: 0, hits: 0, seconds: 0 };
    for (let index = this.minutes.length - 1; index >= 0; index--) {
      const { minute, total, hits } = this.minutes[index] as (typeof this.minutes)[number];
      const start = 60 * minute;
      if (start < before - span) break;
      if (start >= before) continue;
      if (start + 59 < before) {
        sum.total += total;
        sum.hits += hits;
        sum.seconds += start < this.finest ? 60 : Math.min(60, total);
      } else if (start >= this.finest) {
        const part = { total: 0, hits: 0 };
        for (let at = this.seconds.length - 1; at >= this.head; at--) {
          const step = this.seconds[at] as (typeof this.seconds)[number];
          if (step.second < start) break;
          if (step.second >= before) continue;
          part.total += step.total;
          part.hits += step.hits;
        }
        sum.total += part.total;
        sum.hits += part.hits;
        sum.seconds += Math.min(before - start, part.total);
      }
    }
    return sum;
  }

  /** Whole minutes only, as `OperationSeries` has it of what is old. */
  private eachMinute(
    from: number,
    to: number,
    show: (minute: number, total: number, hits: number) => void,
  ): void {
    let index = this.minutes.length;
    while (index > 0 && (this.minutes[index - 1] as { minute: number }).minute * 60 >= from) index--;
    for (; index < this.minutes.length; index++) {
      const { minute, total, hits } = this.minutes[index] as (typeof this.minutes)[number];
      if (minute * 60 + 59 > to) break;
      show(minute, total, hits);
    }
  }
}
