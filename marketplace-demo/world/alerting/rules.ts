import type { Reading } from "./span-metrics.ts";

/** An alerting rule in Prometheus's terms; durations are milliseconds. */
export type Rule = {
  name: string;
  severity: "critical" | "warning";
  /** The expression as a person would find it in the rules file. */
  expression: string;
  value(reading: Reading): number;
  threshold: number;
  /** Fewer requests than this in the window say nothing. */
  minimumRequests: number;
  /** How long the value must stay above the threshold before the alert fires (`for`). */
  hold: number;
  /** How long a firing alert survives values below it, so that it does not flap (`keep_firing_for`). */
  keepFiring: number;
  describe(value: number): string;
  unit: string;
};

/**
 * How far back every rule looks, in milliseconds: the value must be too high over the long window and over the short one,
 * so that what has passed already does not fire (the multiwindow alerts of the Site Reliability Workbook, chapter 5:
 * https://sre.google/workbook/alerting-on-slos/). A real team takes minutes and hours; a demo has seconds.
 */
export const LONG_WINDOW = 10_000;
export const SHORT_WINDOW = 3_000;

export const RULES: Rule[] = [
  {
    name: "HighErrorRate",
    severity: "critical",
    expression:
      'sum by (service_name, span_name) (rate(traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER",http_response_status_code=~"5.."}[10s])) / sum by (service_name, span_name) (rate(traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER"}[10s])) > 0.02',
    value: (reading) => reading.errorRatio,
    threshold: 0.02,
    minimumRequests: 10,
    hold: 3_000,
    keepFiring: 3_000,
    describe: (value) => `${(value * 100).toFixed(1)}% of requests fail, more than 2%`,
    unit: "ratio",
  },
  {
    name: "HighLatency",
    severity: "warning",
    expression:
      'histogram_quantile(0.95, sum by (service_name, span_name, le) (rate(traces_span_metrics_duration_milliseconds_bucket{span_kind="SPAN_KIND_SERVER"}[10s]))) > 250',
    value: (reading) => reading.p95,
    threshold: 250,
    minimumRequests: 10,
    hold: 3_000,
    keepFiring: 3_000,
    describe: (value) => `95th percentile of latency is ${Math.round(value)} ms, more than 250 ms`,
    unit: "ms",
  },
];
