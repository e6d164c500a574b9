import { z } from "zod";
import type { AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { AlertTime } from "./alert-time.ts";
import { cleanLabels } from "./clean-labels.ts";
import { contentKey } from "./content-key.ts";
import { describeAlert } from "./describe-alert.ts";
import { readAlertBody } from "./read-alert-body.ts";

const Amount = z.union([z.number(), z.string().max(100)]).nullish();

/** The body of `POST /api/alerts/generic`, and `alert.json` of a bundle. */
const GenericBody = z.object({
  /** Names the alert over its whole life. Without it, service, metric (or summary) and labels do. */
  id: z.string().min(1).max(200).nullish(),
  status: z.enum(["firing", "resolved"]).default("firing"),
  service: z.string().min(1),
  summary: z.string().min(1),
  metric: z.string().nullish(),
  value: Amount,
  /** Another name of `value`. */
  observed: Amount,
  threshold: Amount,
  fired_at: AlertTime,
  resolved_at: AlertTime.nullish(),
  labels: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
});

const HINT =
  'send {"service", "summary", "fired_at"} and, where known, "status", "metric", "value", "threshold", "labels"';

/** A generic alert in the words that all sources share. @throws InvalidAlert */
export function fromGeneric(body: unknown, context: AlertContext): AlertSignal {
  const alert = readAlertBody(GenericBody, body, "alert", HINT);
  const labels = cleanLabels(alert.labels ?? {});
  const key = contentKey(
    alert.id ?? [
      alert.service,
      alert.metric ?? alert.summary,
      [...labels].sort(([a], [b]) => (a < b ? -1 : 1)),
    ],
  );
  const value = alert.value ?? alert.observed;
  return {
    kind: "alert",
    source: "generic",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    alerts: [
      describeAlert({
        status: alert.status,
        key: `generic:${key}`,
        labels,
        name: labels.get("alertname") ?? alert.metric ?? alert.summary,
        service: alert.service,
        summary: alert.summary,
        value: value === undefined || value === null ? undefined : String(value),
        threshold:
          alert.threshold === undefined || alert.threshold === null ? undefined : String(alert.threshold),
        startsAt: alert.fired_at,
        endsAt: alert.status === "resolved" ? (alert.resolved_at ?? undefined) : undefined,
      }),
    ],
  };
}
