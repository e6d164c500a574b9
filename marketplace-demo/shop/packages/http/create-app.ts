import { type Context, Hono } from "hono";
import { log } from "../telemetry/log.ts";
import { recordFailure } from "../telemetry/record-failure.ts";
import { Problem } from "./problem.ts";
import type { Route } from "./route.ts";

export type ErrorBody = { error: string; details?: string[] };
type AppOptions = {
  routes: Route[];
  /** Resolves while the service can do its work; a rejection makes `/healthz` answer 503. */
  ready: () => Promise<unknown>;
  /** Renders an error for a person; JSON where a service has no pages. */
  renderError?: (c: Context, status: Problem["status"], body: ErrorBody) => Response | Promise<Response>;
};

/** The HTTP application of a service: its routes, `/healthz`, request logging and error handling. */
export function createApp({ routes, ready, renderError }: AppOptions): Hono {
  const app = new Hono();
  const answer = renderError ?? ((c, status, body) => c.json(body, status));

  app.get("/healthz", async (c) => {
    try {
      await ready();
      return c.json({ status: "ok" });
    } catch (error) {
      return c.json({ status: "unavailable", reason: error instanceof Error ? error.message : "" }, 503);
    }
  });

  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    log.info("request", {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    });
  });

  for (const { method, path, handle } of routes) app.on(method, path, handle);

  app.notFound((c) => answer(c, 404, { error: "There is nothing here." }));

  app.onError((error, c) => {
    if (error instanceof Problem && error.status < 500) {
      const details = error.details.length > 0 ? { details: error.details } : {};
      return answer(c, error.status, { error: error.message, ...details });
    }
    recordFailure(error);
    log.error(error.message, error, { method: c.req.method, path: c.req.path });
    const status = error instanceof Problem ? error.status : 500;
    return answer(c, status, { error: "Something went wrong on our side. Please try again." });
  });

  return app;
}
