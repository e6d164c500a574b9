import { z } from "zod";
import type { Alert, AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { AlertTime } from "./alert-time.ts";
import { cleanLabels } from "./clean-labels.ts";
import { contentKey } from "./content-key.ts";
import { describeAlert } from "./describe-alert.ts";
import { readAlertBody } from "./read-alert-body.ts";
import { SentryExceptions, sentryExceptions } from "./sentry-exceptions.ts";

const Optional = z.string().nullish();
/** Ids are numbers in some of Sentry's releases and text in others. */
const Id = z.union([z.string().min(1).max(200), z.number()]);

const LATEST_SECONDS = 253_402_300_799;
const SecondsTime = z
  .number()
  .positive()
  .max(LATEST_SECONDS)
  .transform((seconds) => new Date(seconds * 1000).toISOString());

const EventAlert = z.object({
  data: z.object({
    event: z.object({
      event_id: Id,
      issue_id: Id.nullish(),
      title: Optional,
      level: Optional,
      culprit: Optional,
      release: Optional,
      environment: Optional,
      transaction: Optional,
      /** ISO 8601. */
      datetime: AlertTime.nullish().catch(undefined),
      /** Epoch seconds, or ISO 8601: events that SDKs send say it so. */
      timestamp: z.union([SecondsTime, AlertTime]).nullish().catch(undefined),
      url: Optional,
      web_url: Optional,
      tags: z.array(z.tuple([z.string(), z.string().nullable()]).nullable().catch(null)).nullish(),
      exception: SentryExceptions,
    }),
    triggered_rule: Optional,
  }),
});

const MetricAlert = z.object({
  action: z.enum(["critical", "warning", "resolved"]),
  data: z.object({
    metric_alert: z.object({
      id: Id,
      date_started: AlertTime.nullish(),
      date_detected: AlertTime.nullish(),
      date_closed: AlertTime.nullish(),
      title: Optional,
      projects: z.array(z.string()).nullish(),
      alert_rule: z.object({ environment: Optional }).nullish(),
    }),
    description_title: Optional,
    description_text: Optional,
    web_url: Optional,
  }),
});

const HINT =
  "send the webhook of a Sentry internal integration: https://docs.sentry.io/organization/integrations/integration-platform/webhooks/";

/** Of an event's tags, those that say where it happened; none that say to whom. */
const TAGS = new Set([
  "environment",
  "handled",
  "level",
  "logger",
  "mechanism",
  "release",
  "runtime",
  "server_name",
  "service",
  "service.name",
  "transaction",
  "vcs.ref.head.revision",
]);

/**
 * A webhook of a Sentry integration, in the words that all sources share: `event_alert` fires, and never resolves;
 * `metric_alert` does both. Null for every other resource. The service is the event's `service` tag, else the
 * project's slug. Addresses, users and requests are left behind.
 *
 * @param header of the request: `Sentry-Hook-Resource` says what the body is
 * @throws InvalidAlert
 */
export function fromSentry(
  body: unknown,
  context: AlertContext,
  header: (name: string) => string | undefined,
): AlertSignal | null {
  const read = { event_alert: ofEvent, metric_alert: ofMetric };
  const resource = header("sentry-hook-resource") ?? "event_alert";
  if (resource !== "event_alert" && resource !== "metric_alert") return null;
  return {
    kind: "alert",
    source: "sentry",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    alerts: [read[resource](body, context)],
  };
}

function ofEvent(body: unknown, context: AlertContext): Alert {
  const { event, triggered_rule: rule } = readAlertBody(EventAlert, body, "Sentry event alert", HINT).data;
  const tags = (event.tags ?? []).flatMap((tag) =>
    tag !== null && tag[1] !== null && TAGS.has(tag[0]) ? [[tag[0], tag[1]] as const] : [],
  );
  const labels = cleanLabels(Object.fromEntries(tags));
  const exceptions = sentryExceptions(event.exception);
  const [thrown] = exceptions;
  const title = event.title || (thrown ? `${thrown.type}: ${thrown.message}` : "Sentry event");
  const release = event.release || labels.get("release");
  return describeAlert({
    status: "firing",
    // An issue is what Sentry takes for one fault, over all of its events.
    key: `sentry:${contentKey("issue", String(event.issue_id ?? event.event_id))}`,
    labels,
    name: rule || title,
    service: labels.get("service") ?? labels.get("service.name") ?? projectOf(event.url ?? event.web_url),
    operation: event.transaction || labels.get("transaction") || undefined,
    environment: event.environment ?? undefined,
    revision: release && revisionOf(release),
    symptom: "errors",
    severity: event.level ?? undefined,
    summary: event.culprit ? `${title} (in ${event.culprit})` : title,
    startsAt: event.datetime ?? event.timestamp ?? context.receivedAt,
    url: event.web_url ?? undefined,
    exceptions,
  });
}

function ofMetric(body: unknown, context: AlertContext): Alert {
  const { action, data } = readAlertBody(MetricAlert, body, "Sentry metric alert", HINT);
  const alert = data.metric_alert;
  const title = data.description_title || alert.title || "Sentry metric alert";
  return describeAlert({
    status: action === "resolved" ? "resolved" : "firing",
    key: `sentry:${contentKey("metric", String(alert.id))}`,
    labels: new Map(),
    name: alert.title || title,
    service: alert.projects?.length === 1 ? alert.projects[0] : undefined,
    environment: alert.alert_rule?.environment ?? undefined,
    severity: action === "resolved" ? undefined : action,
    summary: data.description_text ? `${title}: ${data.description_text}` : title,
    startsAt: alert.date_started ?? alert.date_detected ?? context.receivedAt,
    endsAt: action === "resolved" ? (alert.date_closed ?? context.receivedAt) : undefined,
    url: data.web_url ?? undefined,
  });
}

/** `https://sentry.io/api/0/projects/ORGANISATION/PROJECT/events/…` */
function projectOf(url: string | null | undefined): string | undefined {
  return /\/projects\/[^/]{1,100}\/([^/]{1,100})\//.exec((url ?? "").slice(0, 2000))?.[1];
}

/** A commit where the release has one in it, else its version: `shop@1.2.3+4f2ce1…` and the like. */
function revisionOf(release: string): string {
  const text = release.slice(0, 500);
  return /\b[0-9a-f]{40}\b/.exec(text)?.[0] ?? text.slice(text.lastIndexOf("@") + 1);
}
