import type { Level } from "./anomaly.ts";
import type { Symptom } from "./signal.ts";

/** What a symptom is usually measured in. */
export const UNIT_OF: Readonly<Record<Symptom, Level["unit"]>> = {
  errors: "ratio",
  latency: "ms",
  memory: "bytes/s",
  traffic: "requests/s",
  saturation: "ratio",
};
