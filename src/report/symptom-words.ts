import type { Anomaly } from "../contracts/anomaly.ts";
import { amount } from "./amount.ts";

/** Now, and in the past tense. */
const UNMEASURED: Readonly<Record<Anomaly["symptom"], readonly [string, string]>> = {
  errors: ["fails", "failed"],
  latency: ["is slow", "was slow"],
  memory: ["takes more and more memory", "took more and more memory"],
  traffic: ["gets too little traffic", "got too little traffic"],
  saturation: ["has run out of something bounded", "had run out of something bounded"],
};

/**
 * What is broken, by the numbers alone: `fails 41.8 % of its requests (allowed 0.5 %, before 0.1 %)`.
 * @param over in the past tense
 */
export function symptomWords(
  { source, symptom, observed, baseline, objective }: Anomaly,
  over = false,
): string {
  // An alert need not say how much: then no number is known, and none is told.
  if (source === "alert" && observed.value === 0 && objective === 0) return UNMEASURED[symptom][over ? 1 : 0];
  const allowed = `allowed ${amount(objective, observed.unit)}`;
  const before = baseline ? `, before ${amount(baseline.value, baseline.unit)}` : "";
  const value = amount(observed.value, observed.unit);
  switch (symptom) {
    case "errors":
      return `${over ? "failed" : "fails"} ${value} of its requests (${allowed}${before})`;
    case "latency":
      return `${over ? "was" : "is"} slow: 95th percentile ${value} (${allowed}${before})`;
    case "memory":
      return `${over ? "grew" : "grows"} by ${value} of memory and ${over ? "did" : "does"} not stop (${allowed}${before})`;
    case "traffic":
      return `${over ? "got" : "gets"} ${value} (expected at least ${amount(objective, observed.unit)}${before})`;
    case "saturation":
      return `${over ? "had" : "has"} run out of something bounded: ${value} (${allowed}${before})`;
  }
}
