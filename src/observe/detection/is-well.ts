import type { Anomaly } from "../../contracts/anomaly.ts";
import type { ServiceRecord } from "../service-record.ts";
import { tallyOf } from "../tally.ts";
import { measureOf } from "./measure-of.ts";

/** A 95th percentile holds when no more than so many requests are slower. */
const SLOW_SHARE = 0.05;
/** By this factor more likely to be within the objective than as bad as it was. */
const SURE = Math.log(100);
const MOST_ILL = 0.9;
/** What was bad is taken to be at least so many times over what is allowed: less would take for ever to rule out. */
const LEAST_TIMES = 3;

/**
 * Whether the requests since then speak for health, and not only for luck: Wald's likelihood ratio of what is allowed
 * against what was observed (Ann. Math. Stat. 16, 1945). Where 3% fail and 0.5% may, twenty good requests in a row say
 * nothing, and two hundred do. Memory, and what only alerts told, have witnesses of their own.
 *
 * @param since second.
 */
export function isWell(anomaly: Anomaly, record: ServiceRecord, since: number): boolean {
  if (anomaly.source === "alert" || (anomaly.symptom !== "errors" && anomaly.symptom !== "latency")) {
    return true;
  }
  const series = record.series(anomaly.operation);
  if (!series) return true;
  const { slowMs } = measureOf(anomaly, record);
  const { total, hits } = tallyOf(series.sum(since, series.newest), slowMs);
  const allowed = slowMs === null ? Math.min(0.5, Math.max(1e-4, anomaly.objective)) : SLOW_SHARE;
  const observed = slowMs === null ? anomaly.observed.value : 4 * SLOW_SHARE;
  const ill = Math.min(MOST_ILL, Math.max(observed, LEAST_TIMES * allowed));
  if (ill <= allowed) return true;
  const evidence = hits * Math.log(allowed / ill) + (total - hits) * Math.log((1 - allowed) / (1 - ill));
  return evidence >= SURE;
}
