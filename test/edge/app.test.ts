import { expect, it } from "vitest";
import { edgeApp } from "../../src/edge/app.ts";

const alerts = {
  authenticate: () => null,
  secrets: { sentry: [], pagerduty: [] },
  accept: async () => "accepted" as const,
  now: () => 0,
};

it("serves alerts and webhooks, and webhooks of GitHub only where there is a secret", async () => {
  const hooks = { secret: "s", accept: async () => "accepted" as const, now: () => 0 };
  const status = async (app: ReturnType<typeof edgeApp>, path: string) =>
    (await app.request(path, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }))
      .status;
  const app = edgeApp({ alerts, hooks });
  for (const path of ["/api/alerts/alertmanager", "/api/alerts/generic", "/api/github/webhooks"]) {
    expect(await status(app, path), path).toBe(401);
  }
  expect(await status(app, "/api/elsewhere")).toBe(404);
  expect(await status(edgeApp({ alerts }), "/api/github/webhooks")).toBe(404);
});
