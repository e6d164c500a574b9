import { createHash } from "node:crypto";
import type { Rule } from "./rules.ts";
import type { Reading } from "./span-metrics.ts";

/** One alert from the moment its rule first fires; times are epoch milliseconds. */
export type Alert = {
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  generatorURL: string;
  startsAt: number;
  /** Undefined while it fires. */
  endsAt: number | undefined;
};

export type RuleEvaluator = {
  /**
   * Evaluates every rule on the readings of this moment, over the long window and the short one: what fires now, and
   * what has just stopped firing.
   */
  evaluate(readings: { long: Reading[]; short: Reading[] }, now: number): Alert[];
};

type Tracked = { since: number; alert: Alert | undefined; lastAbove: number };

/** Prometheus's rule states, inactive, pending and firing, kept per rule and series. */
export function createRuleEvaluator(rules: Rule[], externalUrl: string): RuleEvaluator {
  const tracked = new Map<string, Tracked>();
  return {
    evaluate(readings, now) {
      const seen = new Set<string>();
      const alerts: Alert[] = [];
      for (const rule of rules) {
        for (const reading of readings.long) {
          const labels = labelsOf(rule, reading);
          const fingerprint = fingerprintOf(labels);
          const value = rule.value(reading);
          const lately = readings.short.find((other) => isSameSeries(other, reading));
          if (reading.requests < rule.minimumRequests || value <= rule.threshold) continue;
          if (!lately || rule.value(lately) <= rule.threshold) continue;
          seen.add(fingerprint);
          const state = tracked.get(fingerprint) ?? { since: now, alert: undefined, lastAbove: now };
          tracked.set(fingerprint, state);
          state.lastAbove = now;
          if (!state.alert && now - state.since < rule.hold) continue;
          state.alert = {
            fingerprint,
            labels,
            annotations: annotationsOf(rule, reading, value),
            generatorURL: `${externalUrl}/graph?g0.expr=${encodeURIComponent(rule.expression)}&g0.tab=1`,
            startsAt: state.alert?.startsAt ?? now,
            endsAt: undefined,
          };
          alerts.push(state.alert);
        }
      }
      for (const [fingerprint, state] of tracked) {
        if (seen.has(fingerprint)) continue;
        const keepFiring = rules.find((rule) => rule.name === state.alert?.labels.alertname)?.keepFiring ?? 0;
        if (state.alert && now - state.lastAbove < keepFiring) {
          alerts.push(state.alert);
          continue;
        }
        tracked.delete(fingerprint);
        if (state.alert) alerts.push({ ...state.alert, endsAt: now });
      }
      return alerts;
    },
  };
}

function isSameSeries(a: Reading, b: Reading): boolean {
  return a.service === b.service && a.span === b.span && a.environment === b.environment;
}

function labelsOf(rule: Rule, reading: Reading): Record<string, string> {
  return {
    alertname: rule.name,
    deployment_environment: reading.environment,
    service_name: reading.service,
    severity: rule.severity,
    span_name: reading.span,
  };
}

function annotationsOf(rule: Rule, reading: Reading, value: number): Record<string, string> {
  const where = `${reading.service} ${reading.span}`;
  return {
    summary: `${rule.name} on ${where}`,
    description: `${where}: ${rule.describe(value)} (value ${value.toFixed(4)} ${rule.unit}, threshold ${rule.threshold} ${rule.unit}, ${reading.requests} requests in the last 10 s).`,
  };
}

/** 64 bits in hex over the sorted labels, so that it is the same for every repeat of the same alert. */
function fingerprintOf(labels: Record<string, string>): string {
  const text = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}\u00ff${value}\u00ff`)
    .join("");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
