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

const GrafanaAlert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: Texts,
  annotations: Texts.nullish(),
  startsAt: AlertTime,
  endsAt: AlertTime.nullish(),
  /** By the query's letter; null where a rule has no values, and NaN is written as null. */
  values: z.record(z.string(), z.number().nullable()).nullish(),
  generatorURL: z.string().nullish(),
  panelURL: z.string().nullish(),
  dashboardURL: z.string().nullish(),
  fingerprint: z.string().max(100).nullish(),
});

const GrafanaBody = z.object({
  version: z.literal("1"),
  orgId: z.number().nullish(),
  externalURL: z.string().max(2000).nullish(),
  alerts: z.array(GrafanaAlert).max(50_000),
});
type Body = z.infer<typeof GrafanaBody>;

const HINT =
  "send Grafana's own webhook payload, without a custom template: https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/";

/** Grafana raises these itself where a query answers nothing, or fails: that says nothing about a service. */
const OWN_TROUBLE = new Set(["DatasourceNoData", "DatasourceError"]);

/**
 * A Grafana alerting webhook in the words that all sources share: one alert for each of its alerts, without
 * repetitions, at most 10,000. Alerts about Grafana's own queries are left out.
 * @throws InvalidAlert
 */
export function fromGrafana(body: unknown, context: AlertContext): AlertSignal {
  const grafana = readAlertBody(GrafanaBody, body, "Grafana", HINT);
  const keyOf = (alert: Body["alerts"][number]) => {
    if (Object.hasOwn(alert.labels, "alertname") && OWN_TROUBLE.has(alert.labels.alertname ?? ""))
      return null;
    // Fingerprints are of labels alone, and several Grafanas may report to one service.
    const identity = alert.fingerprint || Object.entries(alert.labels).sort(([a], [b]) => (a < b ? -1 : 1));
    return `grafana:${contentKey(grafana.externalURL ?? "", grafana.orgId ?? 0, identity)}`;
  };
  return {
    kind: "alert",
    source: "grafana",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    alerts: latestOfEach(grafana.alerts, keyOf, inCommonWords),
  };
}

function inCommonWords(alert: Body["alerts"][number], key: string): Alert {
  const labels = cleanLabels(alert.labels);
  const annotations = new Map(Object.entries(alert.annotations ?? {}));
  const name = labels.get("alertname") ?? "alert";
  const description = annotations.get("description") || annotations.get("message");
  const ended = alert.status === "resolved" && alert.endsAt ? alert.endsAt : undefined;
  return describeAlert({
    status: alert.status,
    key,
    labels,
    name,
    summary: annotations.get("summary") || description || name,
    description,
    value: annotations.get("value") ?? measured(alert.values ?? {}),
    threshold: annotations.get("threshold") ?? labels.get("threshold"),
    startsAt: alert.startsAt,
    // Year 1 is Go's zero time: no end is known.
    endsAt: ended?.startsWith("0001-") ? undefined : ended,
    url: alert.panelURL || alert.dashboardURL || alert.generatorURL || undefined,
  });
}

/** The one value that is no condition's 0 or 1; where several are left nobody can say which was meant. */
function measured(values: Readonly<Record<string, number | null>>): string | undefined {
  const numbers = Object.values(values).filter((value) => value !== null);
  const [first, ...rest] =
    numbers.length > 1 ? numbers.filter((value) => value !== 0 && value !== 1) : numbers;
  return first === undefined || rest.some((other) => other !== first) ? undefined : String(first);
}
