import { describe, expect, it } from "vitest";
import { AlertSignal } from "../../../src/contracts/signal.ts";
import { alertRoutes } from "../../../src/edge/alerts/receive.ts";

const AM = "/api/alerts/alertmanager";
const GENERIC = "/api/alerts/generic";
const BODY = {
  version: "4",
  alerts: [{ status: "firing", labels: { alertname: "Slow" }, startsAt: "2026-11-22T10:00:00Z" }],
};
const ALERT = {
  service: "quotes",
  summary: "Error rate 31% above 1%",
  metric: "error_rate",
  observed: 0.31,
  threshold: 0.01,
  fired_at: "2026-11-22T10:00:00Z",
  labels: { environment: "production", shard: 3 },
};

function harness(answer: "accepted" | "overloaded" = "accepted") {
  const stored = new Map<string, AlertSignal>();
  const app = alertRoutes({
    secrets: { sentry: [], pagerduty: [] },
    authenticate: (bearer) => (bearer === "good" ? ["acme/market"] : null),
    accept: async (key, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (answer === "overloaded") return answer;
      if (stored.has(key)) return "duplicate";
      stored.set(key, signal);
      return "accepted";
    },
    now: () => Date.parse("2026-11-22T10:00:05Z"),
  });
  const send = async (
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
    method = "POST",
  ): Promise<Response> =>
    app.request(path, {
      method,
      headers: { authorization: "Bearer good", "content-type": "application/json", ...headers },
      ...(method === "POST" ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {}),
    });
  return { stored, send };
}

describe("alert webhooks", () => {
  it("are stored before they are answered; a repeat is a duplicate", async () => {
    const { stored, send } = harness();
    const first = await send(AM, BODY);
    expect([first.status, await first.json()]).toEqual([202, { status: "accepted" }]);
    expect([...stored.values()]).toMatchObject([
      { source: "alertmanager", repositories: ["acme/market"], alerts: [{ symptom: "latency" }] },
    ]);
    const again = await send(AM, BODY);
    expect([again.status, await again.json()]).toEqual([202, { status: "duplicate" }]);
    expect(stored.size).toBe(1);
  });

  it("take the token as the password of basic authentication too", async () => {
    const { send } = harness();
    const basic = (credentials: string) => ({
      authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
    });
    expect((await send(AM, BODY, basic("anyone:good"))).status).toBe(202);
    expect((await send(AM, BODY, basic("good:bad"))).status).toBe(401);
  });

  it("of a team's own making are read from the generic body", async () => {
    const { stored, send } = harness();
    expect((await send(GENERIC, ALERT)).status).toBe(202);
    const [signal] = stored.values();
    expect(AlertSignal.parse(signal)).toEqual(signal);
    expect(signal).toMatchObject({
      source: "generic",
      alerts: [
        {
          status: "firing",
          name: "error_rate",
          service: "quotes",
          environment: "production",
          symptom: "errors",
          summary: "Error rate 31% above 1%",
          value: 0.31,
          threshold: 0.01,
          startsAt: "2026-11-22T10:00:00.000Z",
          labels: { shard: "3" },
        },
      ],
    });
    const resolved = { ...ALERT, status: "resolved", observed: 0, resolved_at: "2026-11-22T10:05:00Z" };
    expect((await send(GENERIC, resolved)).status).toBe(202);
    const alerts = [...stored.values()].flatMap((stored) => stored.alerts);
    expect(alerts).toHaveLength(2);
    expect(alerts[1]).toMatchObject({ status: "resolved", endsAt: "2026-11-22T10:05:00.000Z" });
    expect(alerts[1]?.key).toBe(alerts[0]?.key);
  });

  it("under overload are 503 with Retry-After, and never 429, on which Alertmanager gives up", async () => {
    const response = await harness("overloaded").send(AM, BODY);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("with ten thousand alerts are read in slices, each of them once however often it comes", async () => {
    const alerts = Array.from({ length: 10_000 }, (_, at) => ({
      status: "firing",
      labels: { n: String(at), text: "x".repeat(500) },
      startsAt: "2026-11-22T10:00:00Z",
    }));
    const { stored, send } = harness();
    const body = { version: "4", alerts };
    expect((await send(AM, body)).status).toBe(202);
    const all = () => [...stored.values()].flatMap((signal) => signal.alerts.map(({ labels }) => labels.n));
    expect(all()).toEqual(alerts.map(({ labels }) => labels.n));
    expect(Math.max(...[...stored.values()].map((signal) => signal.alerts.length))).toBeLessThanOrEqual(500);
    expect(await (await send(AM, body)).json()).toEqual({ status: "duplicate" });
    expect(all()).toHaveLength(10_000);
    const spoilt = { version: "4", alerts: [...alerts.slice(0, 9_000), { status: "odd" }] };
    expect((await send(AM, spoilt)).status).toBe(400);
    expect(all()).toHaveLength(10_000);
  });
});

describe("what is refused, in order, with nothing stored", () => {
  const huge = String(17 * 1024 * 1024);
  it.each<[string, number, string, unknown, Record<string, string>, string?]>([
    ["path", 404, "/api/alerts/nagios", "{", { authorization: "" }],
    ["method", 405, AM, "{", { "content-type": "text/plain", authorization: "" }, "PUT"],
    ["content type", 415, AM, "{", { "content-type": "text/plain", "content-length": huge }],
    ["content encoding", 415, AM, "{", { "content-encoding": "br", "content-length": huge }],
    ["declared size", 413, AM, "{", { "content-length": huge, authorization: "" }],
    ["no token", 401, AM, "{", { authorization: "" }],
    ["a wrong token", 401, GENERIC, "{", { authorization: "Bearer bad" }],
    ["size", 413, AM, `"${"x".repeat(17_000_000)}`, {}],
    ["no gzip", 400, AM, BODY, { "content-encoding": "gzip" }],
    ["no JSON", 400, AM, "{", {}],
    ["no Alertmanager body", 400, AM, ALERT, {}],
    ["no generic body", 400, GENERIC, { ...ALERT, fired_at: "now" }, {}],
  ])("%s: %i", async (_what, status, path, body, headers, method) => {
    const { stored, send } = harness();
    const response = await send(path, body, headers, method);
    expect(response.status).toBe(status);
    if (status !== 404) {
      expect(await response.json()).toEqual({ error: expect.any(String), hint: expect.any(String) });
    }
    expect(stored.size).toBe(0);
  });
});
