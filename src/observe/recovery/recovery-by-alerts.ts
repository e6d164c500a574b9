import type { AlertBook } from "../alerts/alert-book.ts";
import type { Judged, RecoveryQuestion } from "./recovery-question.ts";

/** A deployment's time is written when it is done, and its effect may begin a little before. */
const EARLY_MS = 5_000;
/** Nothing was done, so quiet must last. */
const STEADY_MS = 30_000;
/** An alert that still fires so long after a remedy says that it did not help. */
const PATIENCE_MS = 90_000;

/**
 * Where alerts are all there is: healed when every one of them was resolved after the remedy. Silence is no
 * resolution, and what telemetry found an alert alone does not close.
 */
export function recoveryByAlerts(
  { anomaly, since, remedied }: RecoveryQuestion,
  alerts: AlertBook,
  now: number,
): Judged {
  const { total, firing, names, endless, lastResolvedMs } = alerts.of(anomaly);
  if (anomaly.source === "telemetry") {
    const said =
      total === 0 ? "" : firing > 0 ? " Its alerts still fire." : " That its alerts resolved is not enough.";
    return { state: "unknown", summary: `No telemetry of ${anomaly.service} since.${said}` };
  }
  if (total === 0) {
    return { state: "unknown", summary: `No telemetry of ${anomaly.service}, and no word from its alerts.` };
  }
  if (firing > 0) {
    const others = firing > names.length && names.length > 0 ? ` (${firing} alerts)` : "";
    const summary = `Still firing: ${names.join(", ") || `${firing} alerts`}${others}.`;
    if (endless) {
      return {
        state: "unknown",
        summary: `${summary} Sentry does not say when it is over: telemetry or a person must.`.slice(0, 500),
      };
    }
    const late = remedied && now - Date.parse(since) > PATIENCE_MS;
    return { state: late ? "not-healed" : "unknown", summary };
  }
  const last = lastResolvedMs ?? 0;
  if (remedied && last >= Date.parse(since) - EARLY_MS) {
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
