import { z } from "zod";
import { type Alert, Symptom } from "../../contracts/signal.ts";
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
  description: z.string().nullish(),
  operation: z.string().nullish(),
  environment: z.string().nullish(),
  revision: z.string().nullish(),
  symptom: Symptom.nullish(),
  severity: z.string().nullish(),
  url: z.string().nullish(),
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

/**
 * One alert in the documented generic shape, in the words that all sources share.
 *
 * @param prefix what its key begins with
 * @param scope parts of the key besides the alert's own, where one sender speaks for several
 * @throws InvalidAlert
 */
export function genericAlert(body: unknown, prefix: string, scope: readonly string[] = []): Alert {
  const alert = readAlertBody(GenericBody, body, "alert", HINT);
  const labels = cleanLabels(alert.labels ?? {});
  const key = contentKey(
    alert.id ?? [
      alert.service,
      alert.metric ?? alert.summary,
      [...labels].sort(([a], [b]) => (a < b ? -1 : 1)),
    ],
    ...scope,
  );
  return describeAlert({
    status: alert.status,
    key: `${prefix}:${key}`,
    labels,
    name: labels.get("alertname") ?? alert.metric ?? alert.summary,
    service: alert.service,
    operation: alert.operation ?? undefined,
    environment: alert.environment ?? undefined,
    revision: alert.revision ?? undefined,
    symptom: alert.symptom ?? undefined,
    severity: alert.severity ?? undefined,
    summary: alert.summary,
    description: alert.description ?? undefined,
    value: textOf(alert.value ?? alert.observed),
    threshold: textOf(alert.threshold),
    startsAt: alert.fired_at,
    endsAt: alert.status === "resolved" ? (alert.resolved_at ?? undefined) : undefined,
    url: alert.url ?? undefined,
  });
}

function textOf(amount: string | number | null | undefined): string | undefined {
  return amount === undefined || amount === null ? undefined : String(amount);
}
