import type { Recovery } from "../../contracts/recovery.ts";
import type { AlertBook } from "../alerts/alert-book.ts";
import type { ServiceBook } from "../service-book.ts";
import { recoveryByAlerts } from "./recovery-by-alerts.ts";
import { recoveryByMemory } from "./recovery-by-memory.ts";
import { recoveryByRequests } from "./recovery-by-requests.ts";
import type { RecoveryQuestion } from "./recovery-question.ts";

/**
 * Whether it healed, by the best witness there is: the traffic of the affected operation, or the memory of the new
 * processes; where no telemetry comes at all, the alerts that spoke. Nothing to see is `unknown`.
 */
export function judgeRecovery(
  question: RecoveryQuestion,
  services: ServiceBook,
  alerts: AlertBook,
  now: number,
): Recovery {
  const { anomaly, since } = question;
  const record = services.get(anomaly.repository, anomaly.environment, anomaly.service);
  const heard =
    record !== null && record.lastSeenMs >= Date.parse(anomaly.onset.earliest) && record.lastSeenMs > 0;
  const judged =
    heard && anomaly.symptom === "memory" && record.memory.processes().length > 0
      ? recoveryByMemory(question, record)
      : heard && anomaly.symptom !== "memory"
        ? recoveryByRequests(question, record, now)
        : recoveryByAlerts(question, alerts, now);
  return { at: new Date(now).toISOString(), since, ...judged };
}
