import { Hono } from "hono";
import { type AlertDeps, alertRoutes } from "./alerts/receive.ts";
import { type HookDeps, hookRoutes } from "./hooks/receive.ts";
import { type OtlpDeps, otlpRoutes } from "./otlp/receive.ts";

export interface EdgeDeps {
  otlp: OtlpDeps;
  alerts: AlertDeps;
  /** Absent where the service has no webhook secret and polls instead. */
  hooks?: HookDeps;
}

/** Everything that reports to the service: OTLP, alert webhooks and GitHub's webhooks on one port. */
export function edgeApp({ otlp, alerts, hooks }: EdgeDeps): Hono {
  const app = new Hono();
  app.route("/", otlpRoutes(otlp));
  app.route("/", alertRoutes(alerts));
  if (hooks !== undefined) app.route("/", hookRoutes(hooks));
  return app;
}
