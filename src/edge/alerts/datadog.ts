import { z } from "zod";
import type { AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { cleanLabels } from "./clean-labels.ts";
import { contentKey } from "./content-key.ts";
import { describeAlert } from "./describe-alert.ts";
import { InvalidAlert } from "./invalid-alert.ts";
import { readAlertBody } from "./read-alert-body.ts";

const Text = z.string().max(20_000).nullish();

/** As `datadog-payload.json` has it, which users paste into the webhook integration. */
const DatadogBody = z.object({
  id: z.string().min(1).max(200),
  transition: z.string().min(1).max(100),
  title: z.string().min(1),
  /** Epoch milliseconds, as text. */
  date: z.string().regex(/^\d{12,14}$/, "must be $DATE, in milliseconds"),
  cycle: Text,
  aggregate: Text,
  type: Text,
  status: Text,
  message: Text,
  scope: Text,
  tags: Text,
  priority: Text,
  link: Text,
});

const HINT = "paste the payload of docs/alerts.md into the Datadog webhook, as it stands";

/**
 * What each transition means. `Warn` lies below the threshold that the team set for an alert, and `No Data` says
 * nothing about the service: neither opens an incident nor closes one.
 */
const TRANSITIONS: Readonly<Record<string, "firing" | "resolved" | "nothing">> = {
  triggered: "firing",
  "re-triggered": "firing",
  renotify: "firing",
  recovered: "resolved",
  warn: "nothing",
  "re-warn": "nothing",
  "no data": "nothing",
  "re-no data": "nothing",
};

/**
 * A Datadog monitor's webhook with this project's payload template, in the words that all sources share; null
 * where it says neither that something broke nor that it is over.
 * @throws InvalidAlert
 */
export function fromDatadog(body: unknown, context: AlertContext): AlertSignal | null {
  const alert = readAlertBody(DatadogBody, body, "Datadog", HINT);
  const transition = alert.transition.toLowerCase();
  const meaning = Object.hasOwn(TRANSITIONS, transition) ? TRANSITIONS[transition] : undefined;
  if (meaning === undefined) {
    throw new InvalidAlert("not a valid Datadog body: transition: it is none of Datadog's", HINT);
  }
  // What is told again may be a warning as well.
  if (meaning === "nothing" || (transition === "renotify" && alert.type?.toLowerCase() === "warning")) {
    return null;
  }
  const labels = cleanLabels({ ...tagsOf(alert.tags), ...tagsOf(alert.scope) });
  const at = new Date(Number(alert.date)).toISOString();
  const title = withoutTransition(alert.title);
  return {
    kind: "alert",
    source: "datadog",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    delivery: contentKey(alert.id, alert.cycle, alert.aggregate, alert.scope, transition, alert.date),
    alerts: [
      describeAlert({
        status: meaning,
        // A monitor fires for each of its groups; the cycle is another one each time it fires anew.
        key: `datadog:${contentKey(alert.id, alert.scope ?? "")}`,
        labels,
        name: title,
        operation: operationOf(labels.get("resource_name")),
        severity: alert.priority ?? undefined,
        summary: alert.status || title,
        description: alert.message ?? undefined,
        startsAt: at,
        endsAt: meaning === "resolved" ? at : undefined,
        url: alert.link ?? undefined,
      }),
    ],
  };
}

/** `service:quotes,env:production` as labels; a tag without a value names nothing. */
function tagsOf(text: string | null | undefined): Record<string, string> {
  const tags = new Map<string, string>();
  for (const tag of (text ?? "").split(",")) {
    const colon = tag.indexOf(":");
    if (colon > 0) tags.set(tag.slice(0, colon).trim(), tag.slice(colon + 1).trim());
  }
  return Object.fromEntries(tags);
}

/** Datadog writes a span's resource in lower case with underscores: `post_/quotes`. */
function operationOf(resource: string | undefined): string | undefined {
  const route = /^(get|post|put|patch|delete|head|options)_(\/.*)$/i.exec(resource ?? "");
  return route ? `${route[1]?.toUpperCase()} ${route[2]}` : resource;
}

/** "[P1] [Triggered on {service:quotes}] Quotes fail" is the monitor's name with what happened before it. */
function withoutTransition(title: string): string {
  return title.slice(0, 1000).replace(/^(?:\s*\[[^\]]{0,500}\])+\s*/, "") || title;
}
