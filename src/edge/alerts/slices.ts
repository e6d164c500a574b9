import { LIMITS } from "../../safety/limits.ts";

/** Alerts that are read in one go: a fraction of the time for which anybody else may be kept waiting. */
const MOST_ALERTS = 500;

/**
 * A body of many alerts as several of few, in order, so that a storm in one delivery holds up neither the intake nor
 * what is behind it. Of more alerts than one body may hold the first are taken. Anything else stays as it is.
 */
export function slices(body: unknown): unknown[] {
  if (typeof body !== "object" || body === null || !("alerts" in body) || !Array.isArray(body.alerts))
    return [body];
  const alerts = body.alerts.slice(0, LIMITS.alertsPerBody);
  if (alerts.length <= MOST_ALERTS) return [body];
  return Array.from({ length: Math.ceil(alerts.length / MOST_ALERTS) }, (_, at) => ({
    ...body,
    alerts: alerts.slice(at * MOST_ALERTS, (at + 1) * MOST_ALERTS),
  }));
}
