import { slowLimit } from "../detection/slow-limit.ts";
import type { ServiceRecord } from "../service-record.ts";
import { recoveryByRequests } from "./recovery-by-requests.ts";
import type { RecoveryQuestion } from "./recovery-question.ts";

/** So many bad requests are no chance where so few are allowed. */
const LEAST_BAD = 2;

/**
 * What is said of an operation that broke with the one that the anomaly names, and is bad still; null where none is. An
 * operation that is asked for too seldom to be sure of holds nobody back, unless what came of it was bad.
 *
 * @param operations the service's, which broke of the same cause
 */
export function stillBroken(
  question: RecoveryQuestion,
  operations: readonly string[],
  record: ServiceRecord,
  now: number,
): string | null {
  const { anomaly } = question;
  for (const operation of operations) {
    const series = operation === anomaly.operation ? null : record.series(operation);
    if (!series) continue;
    const slowMs = anomaly.symptom === "latency" ? slowLimit(series, record.slo) : null;
    if (anomaly.symptom === "latency" && slowMs === null) continue;
    const objective = slowMs ?? anomaly.objective;
    const { state, measured, summary } = recoveryByRequests(
      { ...question, anomaly: { ...anomaly, operation, objective } },
      record,
      now,
    );
    const few =
      state === "unknown" &&
      measured !== undefined &&
      measured.value > objective &&
      (slowMs !== null || measured.value * measured.samples >= LEAST_BAD);
    if (state === "not-healed" || state === "worse" || few) return summary;
  }
  return null;
}
