import { expect, it } from "vitest";
import { edgeApp } from "../../src/edge/app.ts";

const otlp = { authenticate: () => null, accept: () => "accepted" as const, now: () => 0 };
const alerts = {
  authenticate: () => null,
  secrets: { sentry: [], pagerduty: [] },
  accept: async () => "accepted" as const,
  now: () => 0,
};

it("serves OTLP, alerts and webhooks on one port, and webhooks only where there is a secret", async () => {
  const hooks = { secret: "s", accept: async () => "accepted" as const, now: () => 0 };
  const status = async (app: ReturnType<typeof edgeApp>, path: string) =>
    (await app.request(path, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }))
      .status;
  const app = edgeApp({ otlp, alerts, hooks });
  for (const path of [
    "/v1/traces",
    "/v1/metrics",
    "/v1/logs",
    "/api/alerts/alertmanager",
    "/api/alerts/generic",
    "/api/github/webhooks",
  ]) {
    expect(await status(app, path), path).toBe(401);
  }
  expect(await status(app, "/api/elsewhere")).toBe(404);
  expect(await status(edgeApp({ otlp, alerts }), "/api/github/webhooks")).toBe(404);
});
