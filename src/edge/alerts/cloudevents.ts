import { z } from "zod";
import type { AlertSignal } from "../../contracts/signal.ts";
import type { AlertContext } from "./alert-context.ts";
import { contentKey } from "./content-key.ts";
import { genericAlert } from "./generic-alert.ts";
import { InvalidAlert } from "./invalid-alert.ts";
import { readAlertBody } from "./read-alert-body.ts";

const Text = z.string().min(1).max(2000);
const CloudEvent = z.object({
  specversion: z.literal("1.0"),
  id: Text,
  source: Text,
  type: Text,
  subject: z.string().max(2000).nullish(),
  time: z.string().max(100).nullish(),
  data: z.unknown().optional(),
  data_base64: z.string().nullish(),
});

const HINT =
  'send a CloudEvent 1.0 whose data is a generic alert: {"service", "summary"} and, where known, "status", "fired_at", "value", "threshold", "labels"';
const ATTRIBUTES = ["specversion", "id", "source", "type", "subject", "time"] as const;

/**
 * A CloudEvent whose data is a generic alert. What the data leaves out the event says: `fired_at` its time,
 * `service` its subject, `summary` its type, and a type that ends with `.resolved` that it is over. A delivery is
 * known by source and id, which name an event uniquely.
 *
 * @param body in structured mode the event, in binary mode its data alone
 * @param header of the request; `ce-specversion` says that the mode is binary
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 * @throws InvalidAlert
 */
export function fromCloudEvents(
  body: unknown,
  context: AlertContext,
  header: (name: string) => string | undefined,
): AlertSignal {
  const event = readAlertBody(CloudEvent, eventOf(body, header), "CloudEvents", HINT);
  const data = event.data ?? decoded(event.data_base64);
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new InvalidAlert("not a valid CloudEvents body: data: it is no JSON object", HINT);
  }
  const defaults = {
    status: /\.resolved(?:\.v\d+)?$/i.test(event.type) ? "resolved" : "firing",
    ...(event.subject ? { service: event.subject } : {}),
    summary: event.type,
    metric: event.type,
    fired_at: event.time ?? context.receivedAt,
  };
  // One alert fires and resolves by two types: its name must not come from them where it has a better one.
  const metric = defaults.metric.replace(/\.(?:firing|fired|resolved)(?:\.v\d+)?$/i, "");
  return {
    kind: "alert",
    source: "cloudevents",
    repositories: [...context.repositories],
    receivedAt: context.receivedAt,
    delivery: contentKey(event.source, event.id),
    alerts: [genericAlert({ ...defaults, metric, ...data }, "cloudevents", [event.source])],
  };
}

function eventOf(body: unknown, header: (name: string) => string | undefined): unknown {
  if (header("ce-specversion") === undefined) return body;
  const attributes = ATTRIBUTES.map((name) => [name, percentDecoded(header(`ce-${name}`))] as const);
  return { ...Object.fromEntries(attributes.filter(([, value]) => value !== undefined)), data: body };
}

/** Header values are percent-encoded where they are not plain ASCII. */
function percentDecoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return value;
  }
}

function decoded(base64: string | null | undefined): unknown {
  try {
    return base64 ? JSON.parse(Buffer.from(base64, "base64").toString("utf8")) : undefined;
  } catch {
    return undefined;
  }
}
