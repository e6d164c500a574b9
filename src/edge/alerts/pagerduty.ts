import { z } from "zod";
import type { AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { AlertTime } from "./alert-time.ts";
import { contentKey } from "./content-key.ts";
import { describeAlert } from "./describe-alert.ts";
import { readAlertBody } from "./read-alert-body.ts";

const Named = z.object({ summary: z.string().nullish() }).nullish();

const Envelope = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string().min(1).max(100),
    occurred_at: AlertTime,
    data: z.unknown().optional(),
  }),
});

const Incident = z.object({
  id: z.string().min(1).max(200),
  title: z.string(),
  created_at: AlertTime,
  html_url: z.string().nullish(),
  service: Named,
  priority: Named,
  urgency: z.string().nullish(),
});

const HINT = "send PagerDuty's webhooks version 3: https://developer.pagerduty.com/docs/webhooks-overview";

/** What each event of an incident means; all others (who was assigned, who acknowledged, notes) change nothing. */
const STATUS: Readonly<Record<string, "firing" | "resolved">> = {
  "incident.triggered": "firing",
  "incident.reopened": "firing",
  "incident.resolved": "resolved",
};

/**
 * An event of a PagerDuty V3 webhook subscription, in the words that all sources share; null where it says
 * neither that something broke nor that it is over. PagerDuty delivers at least once: `event.id` tells.
 * @throws InvalidAlert
 */
export function fromPagerDuty(body: unknown, context: AlertContext): AlertSignal | null {
  const { event } = readAlertBody(Envelope, body, "PagerDuty", HINT);
  const status = Object.hasOwn(STATUS, event.event_type) ? STATUS[event.event_type] : undefined;
  if (status === undefined) return null;
  const incident = readAlertBody(Incident, event.data, "PagerDuty incident", HINT);
  return {
    kind: "alert",
    source: "pagerduty",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    delivery: contentKey(event.id),
    alerts: [
      describeAlert({
        status,
        key: `pagerduty:${contentKey(incident.id)}`,
        labels: new Map(),
        name: incident.title || "PagerDuty incident",
        service: incident.service?.summary ?? undefined,
        severity: incident.priority?.summary ?? incident.urgency ?? undefined,
        summary: incident.title || "PagerDuty incident",
        startsAt: event.event_type === "incident.reopened" ? event.occurred_at : incident.created_at,
        endsAt: status === "resolved" ? event.occurred_at : undefined,
        url: incident.html_url ?? undefined,
      }),
    ],
  };
}
