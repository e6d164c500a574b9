import { DDSketch } from "@datadog/sketches-js";

const { mapping } = new DDSketch({ relativeAccuracy: 0.01 });

/**
 * Quantile sketch of durations with 1% relative error: DDSketch (Masson, Rim, Lee, VLDB 2019) with its own
 * logarithmic mapping and a sparse store. The library's dense store takes over a kilobyte before the first
 * value, and a one-second bucket of one operation holds a handful.
 */
export class LatencySketch {
  private readonly counts = new Map<number, number>();
  count = 0;

  /** Milliseconds; what is below a microsecond counts as one. */
  add(ms: number): void {
    this.put(mapping.key(Math.max(ms, 0.001)), 1);
  }

  merge(other: LatencySketch): void {
    for (const [key, count] of other.counts) this.put(key, count);
  }

  /** Null when nothing was added. `q` from 0 to 1. */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    const rank = q * (this.count - 1);
    let seen = 0;
    let last = 0;
    for (const [key, count] of [...this.counts].sort((a, b) => a[0] - b[0])) {
      seen += count;
      last = key;
      if (seen > rank) break;
    }
    return mapping.value(last);
  }

  /** How many values lie above the threshold; values within 1% of it may fall on either side. */
  above(ms: number): number {
    const limit = mapping.key(Math.max(ms, 0.001));
    let sum = 0;
    for (const [key, count] of this.counts) if (key > limit) sum += count;
    return sum;
  }

  toJSON(): [number, number][] {
    return [...this.counts];
  }

  static from(pairs: readonly (readonly [number, number])[]): LatencySketch {
    const sketch = new LatencySketch();
    for (const [key, count] of pairs) sketch.put(key, count);
    return sketch;
  }

  private put(key: number, count: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
    this.count += count;
  }
}
