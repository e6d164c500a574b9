import type { Alert } from "../contracts/signal.ts";
import { symptomOf } from "../observe/alerts/symptom-of.ts";
import type { LedgerShift } from "./shift-ledger.ts";

/** Log likelihood ratio below which refusals have not surged, and by what share of all requests they must have grown. */
const CLEAR = 8;
const GROWN = 0.05;

/**
 * The HTTP statuses (4xx) with which services began to refuse many more requests, where nothing else explains why
 * somebody calls it an incident: credentials that are no longer taken, a limit, a stricter check. By the conventions a
 * refusal is the caller's mistake, so that no test looks at it; that so many more are refused is somebody else's.
 */
export function surgedRejections(
  shifts: readonly LedgerShift[],
  alerts: readonly Alert[],
): ReadonlySet<number> {
  const none = new Set<number>();
  if (alerts.some((alert) => symptomOf(alert) !== "errors")) return none;
  const kinds = alerts.length > 0 ? ["errors"] : ["errors", "latency", "spans"];
  const otherwise = shifts.filter(({ kind }) => kinds.includes(kind)).map(({ score }) => score);
  const most = Math.max(0, ...otherwise);
  const surged = shifts.filter(
    ({ kind, score, before, after }) =>
      kind === "refused" && score >= CLEAR && score > most && after.mean - before.mean >= GROWN,
  );
  return new Set(surged.flatMap(({ status }) => (status === undefined ? [] : [status])));
}
