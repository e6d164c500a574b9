import type { ServerSpan } from "./decode-server-spans.ts";

/** What a rule sees of one series over a window. */
export type Reading = {
  service: string;
  environment: string;
  span: string;
  requests: number;
  /** 0 to 1. */
  errorRatio: number;
  /** Milliseconds; 0 without requests. */
  p95: number;
};

export type SpanMetrics = {
  record(span: ServerSpan, at: number): void;
  /** One reading for each series that had a request within the last `window` milliseconds. */
  read(now: number, window: number): Reading[];
};

type Sample = { at: number; duration: number; failed: boolean };
type Series = { service: string; environment: string; span: string; samples: Sample[] };

/**
 * Rate, errors and duration per service and operation from server spans, as the Collector's spanmetrics connector
 * derives them, but over sliding windows that suit a demo. Times are epoch milliseconds.
 *
 * @param longest how far back anybody reads, in milliseconds.
 */
export function createSpanMetrics(longest: number): SpanMetrics {
  const series = new Map<string, Series>();
  return {
    record(span, at) {
      const key = JSON.stringify([span.service, span.environment, span.name]);
      let found = series.get(key);
      if (!found) {
        found = { service: span.service, environment: span.environment, span: span.name, samples: [] };
        series.set(key, found);
      }
      found.samples.push({ at, duration: span.duration, failed: span.failed });
    },
    read(now, window) {
      const readings: Reading[] = [];
      for (const [key, { samples: all, ...labels }] of series) {
        const oldest = all.findIndex((sample) => sample.at > now - longest);
        all.splice(0, oldest === -1 ? all.length : oldest);
        if (all.length === 0) series.delete(key);
        const samples = all.filter((sample) => sample.at > now - window);
        if (samples.length === 0) continue;
        const failures = samples.filter((sample) => sample.failed).length;
        const durations = samples.map((sample) => sample.duration).sort((a, b) => a - b);
        readings.push({
          ...labels,
          requests: samples.length,
          errorRatio: failures / samples.length,
          p95: durations[Math.ceil(durations.length * 0.95) - 1] ?? 0,
        });
      }
      return readings;
    },
  };
}
