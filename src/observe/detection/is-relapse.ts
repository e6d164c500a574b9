import type { ServiceRecord } from "../service-record.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import { tallyOf } from "../tally.ts";
import type { Breach } from "./breach.ts";

const MIN_HITS = 5;
const SIGNIFICANT = 1e-6;
/** Of requests that should exceed the 95th percentile's limit, the share that does. */
const SLOW_SHARE = 0.05;

/**
 * Whether what came after an incident was closed is bad by itself. A breach that is still measured then may be the old
 * one's tail, so nothing from before the closing counts.
 *
 * @param closedMs epoch milliseconds.
 */
export function isRelapse(breach: Breach, record: ServiceRecord, closedMs: number): boolean {
  const series = record.series(breach.operation);
  if (!series) return false;
  if (breach.symptom !== "errors" && breach.symptom !== "latency") return breach.onset.at > closedMs;
  const slowMs = breach.symptom === "latency" ? breach.objective : null;
  const allowed = slowMs === null ? Math.max(breach.objective, 0.001) : SLOW_SHARE;
  const since = series.sum(Math.ceil(closedMs / 1000), series.newest);
  const { total, hits } = tallyOf(since, slowMs);
  return hits >= MIN_HITS && binomialTail("upper", hits, total, Math.min(0.9, allowed)) < SIGNIFICANT;
}
