import { z } from "zod";
import type { Alert, AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { AlertTime } from "./alert-time.ts";
import { cleanLabels } from "./clean-labels.ts";
import { contentKey } from "./content-key.ts";
import { describeAlert } from "./describe-alert.ts";
import { latestOfEach } from "./latest-of-each.ts";
import { readAlertBody } from "./read-alert-body.ts";

const Texts = z.record(z.string(), z.string());

const AlertmanagerAlert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: Texts,
  annotations: Texts.nullish(),
  startsAt: AlertTime,
  endsAt: AlertTime.nullish(),
  generatorURL: z.string().nullish(),
  fingerprint: z.string().nullish(),
});

const AlertmanagerBody = z.object({
  version: z.literal("4"),
  alerts: z.array(AlertmanagerAlert).max(50_000),
});

const HINT =
  "send Alertmanager's webhook payload version 4: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config";

/** Alertmanager's fingerprint is a 64-bit hash of the labels, in hex. */
const FINGERPRINT = /^[0-9a-f]{8,64}$/;

/**
 * An Alertmanager webhook, payload version 4, in the words that all sources share: one alert for each of its alerts,
 * without repetitions, at most 10,000.
 * @throws InvalidAlert
 */
export function fromAlertmanager(body: unknown, context: AlertContext): AlertSignal {
  const { alerts } = readAlertBody(AlertmanagerBody, body, "Alertmanager", HINT);
  const keyOf = ({ fingerprint, labels }: z.infer<typeof AlertmanagerAlert>) =>
    fingerprint && FINGERPRINT.test(fingerprint)
      ? `alertmanager:${fingerprint}`
      : `alertmanager:${contentKey(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
  return {
    kind: "alert",
    source: "alertmanager",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    alerts: latestOfEach(alerts, keyOf, inCommonWords),
  };
}

function inCommonWords(alert: z.infer<typeof AlertmanagerAlert>, key: string): Alert {
  const labels = cleanLabels(alert.labels);
  const annotations = cleanAnnotations(alert.annotations ?? {});
  const name = labels.get("alertname") ?? "alert";
  const { summary, description, message, title } = annotations;
  const ended = alert.status === "resolved" && alert.endsAt ? alert.endsAt : undefined;
  return describeAlert({
    status: alert.status,
    key,
    labels,
    name,
    summary: summary || title || message || description || name,
    description: description || message,
    value: annotations.value ?? labels.get("value"),
    threshold: annotations.threshold ?? labels.get("threshold"),
    startsAt: alert.startsAt,
    // Year 1 is Go's zero time: no end is known.
    endsAt: ended?.startsWith("0001-") ? undefined : ended,
    url: alert.generatorURL ?? undefined,
  });
}

function cleanAnnotations(
  annotations: Readonly<Record<string, string>>,
): Partial<Record<"summary" | "description" | "message" | "title" | "value" | "threshold", string>> {
  const read = (name: string): string | undefined =>
    Object.hasOwn(annotations, name) ? annotations[name] : undefined;
  return {
    summary: read("summary"),
    description: read("description"),
    message: read("message"),
    title: read("title"),
    value: read("value"),
    threshold: read("threshold"),
  };
}
