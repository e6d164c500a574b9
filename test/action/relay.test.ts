import { join } from "node:path";
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

it("relays for whoever has its token, as Bearer or as a password, and for nobody while it has none", async () => {
  const path = join(import.meta.dirname, "../../docs/examples/relay.mjs");
  const relayWith = async (token: string): Promise<(request: Request) => Promise<Response>> => {
    process.env.RELAY_TOKEN = token;
    return (await import(`${path}?token=${token}`)).default;
  };
  const asked = async (relay: (request: Request) => Promise<Response>, authorization?: string) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const body = JSON.stringify({ alerts: [] });
    return (await relay(new Request("http://relay.acme.example", { method: "POST", headers, body }))).status;
  };
  const given = process.env.RELAY_TOKEN;
  try {
    const relay = await relayWith("s3cret");
    expect(await asked(relay, "Bearer s3cret")).toBe(202);
    expect(await asked(relay, `Basic ${btoa("any:s3cret")}`)).toBe(202);
    for (const wrong of [
      undefined,
      "",
      "Bearer",
      "Bearer wrong",
      "Bearer undefined",
      `Basic ${btoa("s3cret:any")}`,
    ])
      expect(await asked(relay, wrong)).toBe(401);
    const open = await relayWith("");
    for (const any of ["Bearer ", "Bearer undefined", `Basic ${btoa("any:")}`])
      expect(await asked(open, any)).toBe(401);
  } finally {
    if (given === undefined) delete process.env.RELAY_TOKEN;
    else process.env.RELAY_TOKEN = given;
  }
});
