import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";

/** A measure that grew by less did not break. */
const MOVED = 1.3;
/** Errors are counted: so small a share of requests is of every day. */
const FEW = 0.005;

/**
 * Whether the measure by which the anomaly is told hardly moved, while somebody raised an alert: what broke is something that
 * requests do not show, such as answers that are wrong, and the measure tells neither when nor which revision.
 */
export function showsNoBreak(
  { symptom, service, source, observed, baseline, alerts }: Anomaly,
  { items }: Evidence,
): boolean {
  if (alerts.length === 0 && !items.some(({ kind }) => kind === "alert")) return false;
  // Errors that telemetry tells are some, if not of requests.
  if (symptom === "errors" && source === "telemetry") return false;
  const own = items.flatMap((item) =>
    item.kind === "shift" && item.symptom === symptom && item.service === service ? [item] : [],
  );
  const moved = (before: number, after: number) =>
    after > MOVED * before && (symptom !== "errors" || after > FEW);
  if (own.some(({ before, after }) => before !== undefined && moved(before.value, after.value))) return false;
  if (own.some(({ before }) => before !== undefined)) return true;
  return (
    symptom !== "traffic" &&
    baseline !== null &&
    baseline !== undefined &&
    !moved(baseline.value, observed.value)
  );
}
