import { LATENCY_KEYS, latencyKey, latencyOf } from "./series/latency-key.ts";

const NONE = new Float64Array(0);
const ROOM = 32;

/**
 * Quantile sketch of durations with 1% relative error: DDSketch (Masson, Rim, Lee, VLDB 2019) with its own
 * logarithmic mapping and a dense store of those keys that were met. Counts are weighted: one span that was kept of
 * a hundred counts as a hundred.
 */
export class LatencySketch {
  /** Sum of the weights, and of their squares: with weight one, both are how many durations were added. */
  count = 0;
  squares = 0;
  private first = 0;
  private counts = NONE;

  /** Milliseconds; what is below a microsecond counts as one. */
  add(ms: number, weight = 1): void {
    this.put(latencyKey(ms), weight, weight * weight);
  }

  /** By the duration's key (`latencyKey`). */
  put(key: number, count: number, squares: number): void {
    if (!(key > 0 && key < LATENCY_KEYS)) return;
    const at = key - this.first;
    if (at < 0 || at >= this.counts.length) this.reach(key);
    (this.counts[key - this.first] as number) += count;
    this.count += count;
    this.squares += squares;
  }

  merge(other: LatencySketch): void {
    other.each((key, count) => {
      this.put(key, count, 0);
    });
    this.squares += other.squares;
  }

  /** Null when nothing was added. `q` from 0 to 1. */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    const rank = q * (this.count - 1);
    let seen = 0;
    let last = 0;
    for (let i = 0; i < this.counts.length; i++) {
      const count = this.counts[i] as number;
      if (count === 0) continue;
      seen += count;
      last = this.first + i;
      if (seen > rank) break;
    }
    return latencyOf(last);
  }

  /** How much lies above the threshold; values within 1% of it may fall on either side. */
  above(ms: number): number {
    let sum = 0;
    for (let i = Math.max(0, latencyKey(ms) + 1 - this.first); i < this.counts.length; i++) {
      sum += this.counts[i] as number;
    }
    return sum;
  }

  /** Each key that was met, in rising order. */
  each(show: (key: number, count: number) => void): void {
    for (let i = 0; i < this.counts.length; i++) {
      const count = this.counts[i] as number;
      if (count > 0) show(this.first + i, count);
    }
  }

  /** Keys as `latencyKey` gives them. */
  toJSON(): [key: number, count: number][] {
    const pairs: [number, number][] = [];
    this.each((key, count) => {
      pairs.push([key, count]);
    });
    return pairs;
  }

  static from(pairs: readonly (readonly [number, number])[]): LatencySketch {
    const sketch = new LatencySketch();
    for (const [key, count] of pairs) sketch.put(key, count, count);
    return sketch;
  }

  private reach(key: number): void {
    const { first, counts } = this;
    const from = counts.length === 0 ? Math.max(0, key - ROOM / 2) : Math.max(0, Math.min(first, key - ROOM));
    const to = counts.length === 0 ? key + ROOM / 2 : Math.max(first + counts.length, key + ROOM);
    this.counts = new Float64Array(to - from);
    if (counts.length > 0) this.counts.set(counts, first - from);
    this.first = from;
  }
}
