import type { Anomaly } from "../contracts/anomaly.ts";

/** Keys that an incident names of each of its anomalies; Scout finds the others by them. */
const OF_EACH = 3;

/** Alerts of all these anomalies: those of the first, and some of each of the others, so that none is over unheard. */
export function allAlerts(first: Anomaly, ...others: readonly Anomaly[]): string[] {
  return [...new Set([...first.alerts, ...others.flatMap(({ alerts }) => alerts.slice(0, OF_EACH))])];
}
