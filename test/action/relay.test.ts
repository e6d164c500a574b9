import { expect, it } from "vitest";
import { alertsIn } from "../../docs/examples/relay.mjs";
import { fromDispatch } from "../../src/edge/alerts/dispatch.ts";

const context = { repositories: ["acme/shop"], receivedAt: "2026-11-22T10:05:00.000Z" };
const dispatched = (body: unknown) =>
  alertsIn(body).flatMap((alert: unknown) => fromDispatch(alert, context).alerts);

it("makes of what Alertmanager and Grafana send alerts that fire, and resolve under the same key", () => {
  const alert = {
    status: "firing",
    labels: { alertname: "QuotesFail", service_name: "quotes", severity: "critical" },
    annotations: { summary: "31% of quotes fail" },
    startsAt: "2026-11-22T10:04:00.000Z",
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "http://prometheus.acme.example/graph?g0.expr=up",
    fingerprint: "c0ffee",
  };
  const over = { ...alert, status: "resolved", endsAt: "2026-11-22T10:09:00.000Z" };
  const [fires, resolves] = dispatched({ version: "4", alerts: [alert, over] });
  expect(fires).toMatchObject({ status: "firing", service: "quotes", summary: "31% of quotes fail" });
  expect(resolves).toMatchObject({ status: "resolved", key: fires?.key, endsAt: "2026-11-22T10:09:00.000Z" });
});

it("makes of Sentry's issue alert one that fires", () => {
  const event = {
    event_id: "e1",
    issue_id: "42",
    title: "TypeError: table is undefined",
    transaction: "POST /quotes",
    tags: [["service", "quotes"]],
    web_url: "https://acme.sentry.example/issues/42",
  };
  expect(dispatched({ action: "triggered", data: { event } })).toMatchObject([
    { status: "firing", service: "quotes", symptom: "errors", operation: "POST /quotes" },
  ]);
  expect(dispatched({ action: "created", data: {} })).toEqual([]);
});
