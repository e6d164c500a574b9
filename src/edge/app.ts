import { Hono } from "hono";
import { type AlertDeps, alertRoutes } from "./alerts/receive.ts";
import { type HookDeps, hookRoutes } from "./hooks/receive.ts";

export interface EdgeDeps {
  alerts: AlertDeps;
  /** Absent where the service has no webhook secret and polls instead. */
  hooks?: HookDeps;
}

/** What reports to the service by webhook: alerting systems and GitHub. OTLP has a way of its own (`server.ts`). */
export function edgeApp({ alerts, hooks }: EdgeDeps): Hono {
  const app = new Hono();
  app.route("/", alertRoutes(alerts));
  if (hooks !== undefined) app.route("/", hookRoutes(hooks));
  return app;
}
