import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";

/** A measure that grew by less did not break. */
const MOVED = 1.3;
/** Errors are counted: so small a share of requests is of every day. */
const FEW = 0.005;

/** Where what Scout observed did not move, percentiles from coarse buckets have to have moved so much. */
const MOVED_FAR = 2.5;

/**
 * Whether the measure by which the anomaly is told hardly moved: what broke is something that this measure does not show, such
 * as answers that are wrong or the errors of few, and it tells neither when it began nor which revision it was.
 */
export function showsNoBreak(
  { symptom, service, source, observed, baseline }: Anomaly,
  { items }: Evidence,
): boolean {
  // Errors that telemetry tells are some, if not of requests.
  if (symptom === "errors" && source === "telemetry") return false;
  const moved = (before: number, after: number, times: number) =>
    after > times * before && (symptom !== "errors" || after > FEW);
  const still =
    symptom !== "traffic" && baseline !== undefined && !moved(baseline.value, observed.value, MOVED);
  const own = items.flatMap((item) =>
    item.kind === "shift" && item.symptom === symptom && item.service === service && item.before !== undefined
      ? [{ before: item.before, after: item.after }]
      : [],
  );
  if (own.some(({ before, after }) => moved(before.value, after.value, still ? MOVED_FAR : MOVED)))
    return false;
  return own.length > 0 || still;
}
