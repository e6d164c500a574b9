import { SOURCES, type Source } from "./request-point.ts";

/** Metrics of an operation are fresh for so many of their own intervals, and for half a minute at least. */
const INTERVALS = 2.5;
const AT_LEAST_MS = 30_000;
const MAX_OPERATIONS = 300;

interface Metered {
  source: Source;
  /** Seconds up to this one were counted from spans, or from another instrument. */
  until: number;
  /** The newest second that these metrics speak of. */
  newest: number;
  arrivedMs: number;
  intervalMs: number;
  /** Spans of it that came meanwhile, and what the metrics counted: whether the spans are all there is. */
  spans: { requests: number; errors: number };
  metrics: { requests: number; errors: number };
}

export interface MeteredJson {
  operation: string;
  source: Source;
  newest: number;
  arrivedMs: number;
  intervalMs: number;
}

/**
 * Which operations of one service are counted from metrics, and from which second on: every second of an operation is
 * counted from one source.
 *
 * - The first metrics take over after the newest second that was counted before they came; the part of their interval that
 *   lies before it is left out. Where nothing was counted before, they count whole.
 * - While metrics are fresh, spans of the operation count for nothing. When metrics stop for two and a half of their intervals,
 *   spans that end after the last second the metrics spoke of count again, and when metrics come back they take over
 *   by the first rule. What was served in between the last metric and that moment is in no rate: a hole, and Scout does not
 *   take a hole for an outage.
 * - Of two instruments that count the same requests the one that comes first in `SOURCES` is believed, while it is fresh.
 */
export class MeteredOperations {
  private readonly operations = new Map<string, Metered>();

  /** Nothing is metered: spans need not be asked about. */
  get isEmpty(): boolean {
    return this.operations.size === 0;
  }

  /** Whether a request of that operation that ended in that second is counted from metrics. */
  covers(operation: string, second: number, now: number): boolean {
    const metered = this.operations.get(operation);
    if (!metered) return false;
    return isFresh(metered, now)
      ? second > metered.until
      : second > metered.until && second <= metered.newest;
  }

  /**
   * Seconds in which requests of the operation lie undistinguished, 1 where they are counted from spans. A second, or any
   * window shorter than this, is no observation: a burst of failures that was over in a moment fills it evenly.
   */
  grainSeconds(operation: string, now: number): number {
    const metered = this.operations.get(operation);
    return metered && isFresh(metered, now) ? Math.max(1, Math.round(metered.intervalMs / 1000)) : 1;
  }

  /** The longest of all operations. */
  coarsestSeconds(now: number): number {
    let most = 1;
    for (const operation of this.operations.keys()) most = Math.max(most, this.grainSeconds(operation, now));
    return most;
  }

  /**
   * Metrics of an operation came. Returns the first second that they count; null where another instrument counts it.
   * @param counted the newest second of the operation that holds a request, from whatever source.
   */
  take(
    operation: string,
    source: Source,
    interval: { fromMs: number; toMs: number },
    counted: number,
    now: number,
  ): number | null {
    const second = Math.ceil(interval.toMs / 1000) - 1;
    let metered = this.operations.get(operation);
    const ahead = metered ? SOURCES.indexOf(source) - SOURCES.indexOf(metered.source) : 0;
    if (metered && ahead > 0 && isFresh(metered, now)) return null;
    if (!metered || ahead !== 0 || !isFresh(metered, now)) {
      if (!metered && this.operations.size >= MAX_OPERATIONS) return null;
      metered = {
        source,
        until: counted,
        newest: second,
        arrivedMs: now,
        intervalMs: 0,
        spans: { requests: 0, errors: 0 },
        metrics: { requests: 0, errors: 0 },
      };
      this.operations.set(operation, metered);
    }
    metered.arrivedMs = now;
    metered.newest = Math.max(metered.newest, second);
    // Gaps are no intervals: the shortest of late is what is exported by.
    const length = Math.min(interval.toMs - interval.fromMs, 300_000);
    metered.intervalMs =
      metered.intervalMs === 0 ? length : Math.min(length, metered.intervalMs * 1.1 + 1_000);
    return metered.until + 1;
  }

  /** A span of an operation that metrics count: a second account of the same requests. */
  noteSpan(operation: string, failed: boolean, weight: number): void {
    const metered = this.operations.get(operation);
    if (!metered) return;
    metered.spans.requests += weight;
    if (failed) metered.spans.errors += weight;
  }

  /** Both accounts of an operation so far, where there is enough of them; older ones count for less and less. */
  noteMetrics(
    operation: string,
    requests: number,
    errors: number,
  ): { spans: { requests: number; errors: number }; metrics: { requests: number; errors: number } } | null {
    const metered = this.operations.get(operation);
    if (!metered) return null;
    metered.metrics.requests += requests;
    metered.metrics.errors += errors;
    if (metered.metrics.requests < 50) return null;
    const { spans, metrics } = metered;
    if (metrics.requests > 20_000) {
      metered.spans = { requests: spans.requests / 2, errors: spans.errors / 2 };
      metered.metrics = { requests: metrics.requests / 2, errors: metrics.errors / 2 };
    }
    return { spans: rounded(spans), metrics: rounded(metrics) };
  }

  toJSON(): MeteredJson[] {
    return [...this.operations].map(([operation, { source, newest, arrivedMs, intervalMs }]) => ({
      operation,
      source,
      newest,
      arrivedMs,
      intervalMs,
    }));
  }

  restore(json: readonly MeteredJson[]): void {
    for (const { operation, ...one } of json.slice(0, MAX_OPERATIONS)) {
      this.operations.set(operation, {
        ...one,
        until: one.newest,
        spans: { requests: 0, errors: 0 },
        metrics: { requests: 0, errors: 0 },
      });
    }
  }
}

function isFresh(metered: Metered, now: number): boolean {
  return now - metered.arrivedMs <= Math.max(AT_LEAST_MS, INTERVALS * metered.intervalMs);
}

const rounded = ({ requests, errors }: { requests: number; errors: number }) => ({
  requests: Math.round(requests),
  errors: Math.round(errors),
});
