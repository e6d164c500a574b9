import type { AlertBook } from "../alerts/alert-book.ts";
import type { Judged, RecoveryQuestion } from "./judge-recovery.ts";

/** A deployment's time is written when it is done, and its effect may begin a little before. */
const EARLY_MS = 5_000;
/** Nothing was done, so quiet must last. */
const STEADY_MS = 30_000;
/** An alert that still fires so long after a remedy says that it did not help. */
const PATIENCE_MS = 90_000;

/** Where alerts are all there is: healed when every one of them was resolved after the remedy. Silence is no resolution. */
export function recoveryByAlerts(
  { anomaly, since, remedied }: RecoveryQuestion,
  alerts: AlertBook,
  now: number,
): Judged {
  const known = anomaly.alerts.map((key) => alerts.get(anomaly.repository, key));
  if (known.length === 0 || known.some((one) => one === null)) {
    return { state: "unknown", summary: `No telemetry of ${anomaly.service}, and no word from its alerts.` };
  }
  const from = Date.parse(since);
  const firing = known.filter((one) => one?.resolvedMs === null);
  if (firing.length > 0) {
    const names = firing.map((one) => one?.alert.name).join(", ");
    const late = remedied && now - from > PATIENCE_MS;
    return { state: late ? "not-healed" : "unknown", summary: `Still firing: ${names}.` };
  }
  const last = Math.max(...known.map((one) => one?.resolvedMs ?? 0));
  if (remedied && last >= from - EARLY_MS) {
    return { state: "healed", summary: "Every alert behind it was resolved after the remedy was deployed." };
  }
  if (now - last >= STEADY_MS) {
    return {
      state: "recovered-unexplained",
      summary: "Every alert behind it was resolved without a remedy.",
    };
  }
  return { state: "unknown", summary: "The alerts were resolved, and it must stay so for a while." };
}
