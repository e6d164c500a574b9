import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";

/** What Scout said of a bundle. */
export interface Observed {
  anomaly: Anomaly;
  evidence: Evidence;
  /** Epoch milliseconds: when the evidence was taken. */
  now: number;
  /** Services that the bundle shows. */
  services: string[];
}
