import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AlertSignal } from "../../../src/contracts/signal.ts";
import type { AlertSource } from "../../../src/edge/alerts/alert-source.ts";
import { ALERT_SOURCES } from "../../../src/edge/alerts/alert-sources.ts";
import { deliveryKey } from "../../../src/edge/alerts/delivery-key.ts";
import { fromDispatch } from "../../../src/edge/alerts/dispatch.ts";
import { InvalidAlert } from "../../../src/edge/alerts/invalid-alert.ts";
import { fixture } from "./fixture.ts";

const CONTEXT = { repositories: ["acme/market"], receivedAt: "2026-11-22T10:00:05.000Z" };
type Source = keyof typeof ALERT_SOURCES;

function read(source: Source, body: unknown, headers: Record<string, string> = {}): AlertSignal | null {
  const { read: from }: AlertSource = ALERT_SOURCES[source];
  const signal = from(body, CONTEXT, (name) => headers[name]);
  if (signal !== null) expect(AlertSignal.parse(signal)).toEqual(signal);
  return signal;
}
/** The one alert of a body that has one. */
function one(
  source: Source,
  body: unknown,
  headers: Record<string, string> = {},
): AlertSignal["alerts"][number] {
  const [alert, ...others] = read(source, body, headers)?.alerts ?? [];
  if (alert === undefined || others.length > 0) throw new Error("not exactly one alert");
  return alert;
}
const key = (source: Source, body: unknown, headers: Record<string, string> = {}) => {
  const signal = read(source, body, headers);
  return signal === null ? null : deliveryKey(signal);
};

it.each<[Source, string, Record<string, string>]>([
  ["alertmanager", "alertmanager", {}],
  ["grafana", "grafana", {}],
  ["sentry", "sentry-event-alert", { "sentry-hook-resource": "event_alert" }],
  ["cloudevents", "cloudevents", {}],
  ["generic", "generic", {}],
  ["datadog", "datadog", {}],
])("%s says where it broke", (source, name, headers) => {
  expect(one(source, fixture(name), headers)).toMatchObject({
    status: "firing",
    service: "quotes",
    operation: "POST /quotes",
    environment: "production",
    key: expect.stringMatching(new RegExp(`^${source}:[0-9a-f]{16,32}$`)),
  });
});

describe("Grafana", () => {
  const body = fixture("grafana");
  const changed = (change: object) => ({ ...body, alerts: [{ ...body.alerts[0], ...change }] });

  it("is read with its value, its threshold and the panel", () => {
    expect(one("grafana", body)).toMatchObject({
      name: "Quotes are slow",
      symptom: "latency",
      summary: "The p95 of POST /quotes is too high",
      value: 1240.5,
      threshold: 400,
      startsAt: "2026-11-22T09:59:50.000Z",
      url: "https://grafana.acme.example/d/quotes?orgId=1&viewPanel=4",
    });
    expect(one("grafana", body).endsAt).toBeUndefined();
  });

  it("resolves what it fired, and another Grafana's alert with the same labels is another", () => {
    const resolved = changed({ status: "resolved", endsAt: "2026-11-22T10:20:00Z" });
    expect(one("grafana", resolved)).toMatchObject({
      status: "resolved",
      key: one("grafana", body).key,
      endsAt: "2026-11-22T10:20:00.000Z",
    });
    expect(one("grafana", { ...body, externalURL: "https://other.example/" }).key).not.toBe(
      one("grafana", body).key,
    );
  });

  it.each<[object | null, number | undefined]>([
    [{ B: 12.5 }, 12.5],
    [{ A: 1 }, 1],
    [{ A: 12.5, B: 12.5, C: 1 }, 12.5],
    [{ A: 7, B: 12.5, C: 1 }, undefined],
    [{ B: null, C: 1 }, 1],
    [null, undefined],
  ])("of the values %j takes %s", (values, value) => {
    expect(one("grafana", changed({ values })).value).toBe(value);
  });

  it.each(["DatasourceNoData", "DatasourceError"])("%s is nothing about a service", (alertname) => {
    expect(read("grafana", changed({ labels: { alertname, rulename: "Quotes are slow" } }))?.alerts).toEqual(
      [],
    );
  });
});

describe("Sentry", () => {
  const resource = (name: string) => ({ "sentry-hook-resource": name });
  const event = fixture("sentry-event-alert");
  const withEvent = (change: object) => ({
    ...event,
    data: { ...event.data, event: { ...event.data.event, ...change } },
  });

  it("carries what was thrown, innermost first, and nobody's address", () => {
    const alert = one("sentry", event, resource("event_alert"));
    expect(alert).toMatchObject({
      name: "Quotes throw",
      symptom: "errors",
      severity: "error",
      revision: "4f2ce1aa00000000000000000000000000000000",
      startsAt: "2026-11-22T10:00:01.482Z",
      url: "https://sentry.io/organizations/acme/issues/1170820242/events/e4874d664c3540c1a32eab185f12c5ab/",
    });
    expect(alert.exceptions).toEqual([
      {
        type: "TypeError",
        message: "Cannot read properties of undefined (reading 'base')",
        frames: [
          { path: "/srv/shop/services/quotes/price.ts", line: 5, function: "price", inApp: true },
          {
            path: "/srv/shop/services/quotes/routes/create-quote.ts",
            line: 31,
            function: "createQuote",
            inApp: true,
          },
          {
            path: "node:internal/process/task_queues",
            line: 105,
            function: "process.processTicksAndRejections",
            inApp: false,
          },
        ],
      },
      {
        type: "RangeError",
        message: "no rating table for kind 'renewal'",
        frames: [{ path: "/srv/shop/services/quotes/tables.ts", line: 12, function: "tableOf", inApp: true }],
      },
    ]);
    expect(JSON.stringify(alert)).not.toMatch(/203\.0\.113\.9|customer\.example|Mozilla/);
  });

  it("is one alert for all events of an issue, and each event a delivery of its own", () => {
    const later = withEvent({ event_id: "f".repeat(32), datetime: "2026-11-22T10:30:00Z" });
    expect(one("sentry", later).key).toBe(one("sentry", event).key);
    expect(key("sentry", later)).not.toBe(key("sentry", event));
    expect(one("sentry", withEvent({ issue_id: "9" })).key).not.toBe(one("sentry", event).key);
  });

  it("is bounded and read as far as it goes", () => {
    const frames = Array.from({ length: 500 }, (_, line) => ({
      filename: "x".repeat(9000),
      lineno: line,
      in_app: true,
    }));
    const values = Array.from({ length: 40 }, () => ({
      type: "T".repeat(900),
      value: 7,
      stacktrace: { frames },
    }));
    const alert = one("sentry", withEvent({ exception: { values: [...values, null] } }));
    expect(alert.exceptions).toHaveLength(5);
    expect(alert.exceptions?.[0]?.frames).toHaveLength(30);
    expect(alert.exceptions?.[0]?.frames[0]?.line).toBe(499);
    expect(one("sentry", withEvent({ exception: "none" })).exceptions).toBeUndefined();
    expect(one("sentry", withEvent({ tags: [["service", "pricing"], null, ["x", null]] })).service).toBe(
      "pricing",
    );
    expect(one("sentry", withEvent({ release: "shop@2.0.1" })).revision).toBe("2.0.1");
    const sent = (timestamp: unknown) =>
      one("sentry", withEvent({ datetime: undefined, timestamp })).startsAt;
    expect(sent(1_778_065_443.649)).toBe("2026-05-06T11:04:03.649Z");
    expect(sent("2026-05-06T11:04:03.649Z")).toBe("2026-05-06T11:04:03.649Z");
    expect(sent(1e300)).toBe(sent(undefined));
  });

  it("says by a metric alert that it fires and that it is over", () => {
    const metric = fixture("sentry-metric-alert");
    expect(one("sentry", metric, resource("metric_alert"))).toMatchObject({
      status: "firing",
      service: "quotes",
      environment: "production",
      symptom: "errors",
      severity: "critical",
      startsAt: "2026-11-22T10:00:00.000Z",
    });
    const over = structuredClone(metric);
    over.action = "resolved";
    over.data.metric_alert.date_closed = "2026-11-22T10:20:00Z";
    expect(one("sentry", over, resource("metric_alert"))).toMatchObject({
      status: "resolved",
      key: one("sentry", metric, resource("metric_alert")).key,
      endsAt: "2026-11-22T10:20:00.000Z",
    });
  });

  it.each(["installation", "issue", "error", "comment"])("%s is nothing to act on", (name) => {
    expect(read("sentry", { action: "created", data: {} }, resource(name))).toBeNull();
  });
});

describe("CloudEvents", () => {
  const event = fixture("cloudevents");
  const { data, ...attributes } = event;
  const binary = Object.fromEntries(
    Object.entries(attributes as Record<string, string>).map(([name, value]) => [`ce-${name}`, value]),
  );

  it("in binary mode are what they are in structured mode", () => {
    expect(read("cloudevents", data, binary)).toEqual(read("cloudevents", event));
    expect(one("cloudevents", event)).toMatchObject({
      value: 0.31,
      threshold: 0.01,
      startsAt: "2026-11-22T10:00:00.000Z",
    });
    const base64 = { ...attributes, data_base64: Buffer.from(JSON.stringify(data)).toString("base64") };
    expect(read("cloudevents", base64)).toEqual(read("cloudevents", event));
    expect(one("cloudevents", data, { ...binary, "ce-subject": "pr%C3%A4mien" }).service).toBe("prämien");
  });

  it("are deduplicated by source and id, and by nothing else", () => {
    expect(key("cloudevents", { ...event, data: { ...data, summary: "again" } })).toBe(
      key("cloudevents", event),
    );
    expect(key("cloudevents", { ...event, id: "2" })).not.toBe(key("cloudevents", event));
    expect(key("cloudevents", { ...event, source: "/other" })).not.toBe(key("cloudevents", event));
    expect(one("cloudevents", { ...event, source: "/other" }).key).not.toBe(one("cloudevents", event).key);
  });

  it("say by their attributes what their data leaves out", () => {
    const bare = { ...attributes, data: {} };
    expect(one("cloudevents", bare)).toMatchObject({
      service: "quotes",
      summary: "com.acme.alert.fired",
      name: "com.acme.alert",
    });
    const over = { ...bare, id: "2", type: "com.acme.alert.resolved" };
    expect(one("cloudevents", over)).toMatchObject({ status: "resolved", key: one("cloudevents", bare).key });
  });
});

describe("PagerDuty", () => {
  const body = fixture("pagerduty");
  const ofType = (type: string, change: object = {}) => ({
    event: { ...body.event, event_type: type, ...change },
  });

  it("fires when triggered and when reopened, and resolves when resolved", () => {
    const fired = one("pagerduty", body);
    expect(fired).toMatchObject({
      status: "firing",
      service: "quotes",
      symptom: "errors",
      severity: "P1",
      value: 31,
      threshold: 1,
      startsAt: "2026-11-22T10:00:02.000Z",
      url: "https://acme.pagerduty.com/incidents/Q1A2B3C4D5E6F7",
    });
    const at = { occurred_at: "2026-11-22T11:00:00Z" };
    expect(one("pagerduty", ofType("incident.resolved", at))).toMatchObject({
      status: "resolved",
      key: fired.key,
      endsAt: "2026-11-22T11:00:00.000Z",
    });
    expect(one("pagerduty", ofType("incident.reopened", at))).toMatchObject({
      status: "firing",
      key: fired.key,
      startsAt: "2026-11-22T11:00:00.000Z",
    });
  });

  it("delivers at least once, and is heard once", () => {
    expect(key("pagerduty", ofType("incident.triggered", { occurred_at: "2026-11-22T10:09:00Z" }))).toBe(
      key("pagerduty", body),
    );
    expect(key("pagerduty", ofType("incident.triggered", { id: "01OTHER" }))).not.toBe(
      key("pagerduty", body),
    );
  });

  it.each([
    "incident.acknowledged",
    "incident.annotated",
    "incident.conference_bridge.updated",
    "incident.delegated",
    "incident.escalated",
    "incident.incident_type.changed",
    "incident.priority_updated",
    "incident.reassigned",
    "incident.responder.added",
    "incident.responder.replied",
    "incident.service_updated",
    "incident.status_update_published",
    "incident.unacknowledged",
    "pagey.ping",
    "service.updated",
    "toString",
  ])("%s changes nothing", (type) => {
    expect(read("pagerduty", ofType(type, { data: { type: "ping" } }))).toBeNull();
  });
});

describe("Datadog", () => {
  const body = fixture("datadog");

  it("is read by the payload that we ship, and by no field besides", () => {
    const template = JSON.parse(
      readFileSync(new URL("../../../src/edge/alerts/datadog-payload.json", import.meta.url), "utf8"),
    );
    expect(Object.keys(body).sort()).toEqual(Object.keys(template).sort());
    expect(one("datadog", body)).toMatchObject({
      status: "firing",
      name: "Quotes: error rate is high",
      symptom: "errors",
      severity: "P1",
      revision: "1.8.0",
      value: 0.31,
      threshold: 0.05,
      startsAt: "2026-11-22T10:00:00.000Z",
      labels: { team: "pricing" },
    });
    // What stands there until Datadog fills it in.
    expect(() => read("datadog", template)).toThrow(InvalidAlert);
  });

  it.each<[string, string | undefined]>([
    ["Triggered", "firing"],
    ["Re-Triggered", "firing"],
    ["Renotify", "firing"],
    ["Recovered", "resolved"],
    ["Warn", undefined],
    ["Re-Warn", undefined],
    ["No Data", undefined],
    ["Re-No Data", undefined],
  ])("%s is %s", (transition, status) => {
    const signal = read("datadog", { ...body, transition, date: "1795341700000" });
    expect(signal?.alerts[0]?.status).toBe(status);
    if (status !== undefined) expect(signal?.alerts[0]?.key).toBe(one("datadog", body).key);
  });

  it("tells a warning that is told again, a retry, and another group apart", () => {
    expect(read("datadog", { ...body, transition: "Renotify", type: "warning" })).toBeNull();
    expect(key("datadog", { ...body, message: "edited" })).toBe(key("datadog", body));
    expect(key("datadog", { ...body, date: "1795341700000" })).not.toBe(key("datadog", body));
    expect(one("datadog", { ...body, scope: "service:policies" })).toMatchObject({ service: "policies" });
    expect(one("datadog", { ...body, scope: "service:policies" }).key).not.toBe(one("datadog", body).key);
    expect(() => read("datadog", { ...body, transition: "$ALERT_TRANSITION" })).toThrow(/transition/);
  });
});

describe("a repository dispatch", () => {
  it("is a generic alert that may leave out when it fired", () => {
    const signal = fromDispatch(fixture("repository-dispatch").client_payload, CONTEXT);
    expect(AlertSignal.parse(signal)).toEqual(signal);
    expect(signal).toMatchObject({
      source: "dispatch",
      alerts: [{ service: "quotes", operation: "POST /quotes", startsAt: CONTEXT.receivedAt }],
    });
    for (const payload of [null, [], "x", 7, {}]) {
      expect(() => fromDispatch(payload, CONTEXT)).toThrow(InvalidAlert);
    }
  });
});

it("a generic alert that resolves is the one that fired", () => {
  expect(one("generic", fixture("generic-resolved"))).toMatchObject({
    status: "resolved",
    key: one("generic", fixture("generic")).key,
    endsAt: "2026-11-22T10:07:00.000Z",
  });
});
