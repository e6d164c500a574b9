import type { Anomaly } from "../contracts/anomaly.ts";
import { amount } from "./amount.ts";

/** What is broken, by the numbers alone: `fails 41.8 % of its requests (allowed 0.5 %, before 0.1 %)`. */
export function symptomWords({ symptom, observed, baseline, objective }: Anomaly): string {
  const allowed = `allowed ${amount(objective, observed.unit)}`;
  const before = baseline ? `, before ${amount(baseline.value, baseline.unit)}` : "";
  const value = amount(observed.value, observed.unit);
  switch (symptom) {
    case "errors":
      return `fails ${value} of its requests (${allowed}${before})`;
    case "latency":
      return `is slow: 95th percentile ${value} (${allowed}${before})`;
    case "memory":
      return `grows by ${value} of memory and does not stop (${allowed}${before})`;
  }
}
