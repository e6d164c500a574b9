import type { Recovery } from "../../contracts/recovery.ts";
import type { AlertBook } from "../alerts/alert-book.ts";
import type { Memory } from "../ingest-telemetry.ts";
import type { ServiceRecord } from "../service-record.ts";
import { recoveryByAlerts } from "./recovery-by-alerts.ts";
import { recoveryByMemory } from "./recovery-by-memory.ts";
import { recoveryByRequests } from "./recovery-by-requests.ts";
import { recoveryBySaturation } from "./recovery-by-saturation.ts";
import { recoveryByTraffic } from "./recovery-by-traffic.ts";
import type { Judged, RecoveryQuestion } from "./recovery-question.ts";
import { stillBroken } from "./still-broken.ts";

/**
 * Whether it healed, by the best witness there is: the traffic of the affected operation, or the memory of the new
 * processes; where no telemetry comes at all, the alerts that spoke. Nothing to see is `unknown`.
 *
 * @param operations of the service that broke of the same cause, the anomaly's own among them or not
 */
export function judgeRecovery(
  question: RecoveryQuestion,
  operations: readonly string[],
  memory: Memory,
  alerts: AlertBook,
  now: number,
): Recovery {
  const { anomaly, since } = question;
  const record = memory.services.get(anomaly.repository, anomaly.environment, anomaly.service);
  const heard =
    record !== null && record.lastSeenMs >= Date.parse(anomaly.onset.earliest) && record.lastSeenMs > 0;
  const judged =
    (heard && byTelemetry(question, operations, record, memory, now)) ||
    recoveryByAlerts(question, alerts, now);
  return { at: new Date(now).toISOString(), since, ...judged };
}

/** Null where the service's telemetry cannot speak of that symptom. */
function byTelemetry(
  question: RecoveryQuestion,
  operations: readonly string[],
  record: ServiceRecord,
  memory: Memory,
  now: number,
): Judged | null {
  switch (question.anomaly.symptom) {
    case "memory":
      return record.memory.processes().length > 0 ? recoveryByMemory(question, record) : null;
    case "traffic":
      return record.whole.newest > 0 ? recoveryByTraffic(question, record, now) : null;
    case "saturation": {
      const metrics = memory.witnesses.metrics.ofService(record.service, record.scopes, record.environment);
      return metrics.length > 0 ? recoveryBySaturation(question, record, memory, now) : null;
    }
    default: {
      const found = recoveryByRequests(question, record, now);
      if (found.state !== "healed" && found.state !== "recovered-unexplained") return found;
      const bad = stillBroken(question, operations, record, now);
      return bad === null
        ? found
        : { ...found, state: "unknown", summary: `${found.summary} But not all that broke with it: ${bad}` };
    }
  }
}
