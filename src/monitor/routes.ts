import { timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { asksAPerson } from "./asks-a-person.ts";
import { eventStream } from "./event-stream.ts";
import type { Feed } from "./feed.ts";
import { ICON } from "./icon.ts";
import { incidentPage } from "./incident-page.ts";
import { LOOKED_AT } from "./live-parts.ts";
import { loopFigures } from "./loop-figures.ts";
import { monitorScript } from "./monitor-script.ts";
import { monitorStyle } from "./monitor-style.ts";
import { statusPage } from "./page.ts";
import type { MonitorSource } from "./view.ts";

const MAX_CLIENTS = 200;
const BEAT_MS = 10_000;

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * The Orbital Monitor: pages, JSON and the stream. Read-only. Open to loopback; from elsewhere only with
 * the password (HTTP Basic, any user name).
 */
export function monitorRoutes(deps: {
  source: MonitorSource;
  feed: Feed;
  password: string | undefined;
  /** Address of the peer, as the socket says; undefined where it is unknown. */
  peer(context: Context): string | undefined;
}): Hono {
  const { source, feed } = deps;
  const app = new Hono();
  let clients = 0;

  for (const path of [
    "/monitor",
    "/monitor/*",
    "/metrics",
    "/api/status",
    "/api/incidents",
    "/api/incidents/*",
  ])
    app.use(path, async (context, next) => {
      const refusal = refuse(context, deps);
      if (refusal) return refusal;
      await next();
      context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      context.header("X-Content-Type-Options", "nosniff");
      context.header("Referrer-Policy", "no-referrer");
    });

  for (const path of ["/monitor", "/monitor/incidents/*", "/monitor/monitor.css", "/monitor/monitor.js"])
    app.use(path, compress());
  for (const path of ["/monitor/monitor.css", "/monitor/monitor.js", "/monitor/icon.svg"])
    app.use(path, etag(), async (context, next) => {
      await next();
      context.header("Cache-Control", "no-cache");
    });

  app.get("/monitor", async (context) => {
    const { agent, incident } = context.req.query();
    context.header("Cache-Control", "no-store");
    return context.html(await statusPage(source, feed.latest(), { agent, incident }));
  });
  app.get("/monitor/incidents/:id", async (context) => {
    const lastEventId = feed.latest();
    const incident = await source.incident(context.req.param("id"));
    if (!incident) return context.text("There is no such incident. The newest ones are on /monitor.", 404);
    context.header("Cache-Control", "no-store");
    const { agent } = context.req.query();
    return context.html(incidentPage(incident, source.now(), lastEventId, { agent }));
  });
  app.get("/monitor/monitor.css", (context) =>
    context.body(monitorStyle, 200, { "Content-Type": "text/css; charset=utf-8" }),
  );
  app.get("/monitor/monitor.js", (context) =>
    context.body(monitorScript, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
  );
  app.get("/monitor/icon.svg", (context) => context.body(ICON, 200, { "Content-Type": "image/svg+xml" }));

  app.get("/monitor/events", (context) => {
    if (clients >= MAX_CLIENTS)
      return context.text("Too many watchers; try again in a minute.", 503, { "Retry-After": "60" });
    const seen = Number(context.req.header("Last-Event-ID") ?? context.req.query("since") ?? feed.latest());
    clients++;
    const stream = eventStream(feed, seen, BEAT_MS, () => clients--);
    // Whoever is between us and the page is told neither to keep nor to gather, nor to squeeze what comes.
    return context.body(stream, 200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
  });

  app.get("/metrics", async (context) =>
    context.body(await source.metrics(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );

  app.get("/api/status", async (context) => {
    const incidents = await source.incidents(LOOKED_AT);
    return context.json({
      now: new Date(source.now()).toISOString(),
      lastSignalAt: source.lastSignalAt(),
      repositories: source.repositories(),
      services: source.services(),
      unclaimed: source.unclaimed(),
      limits: source.limits(),
      memory: source.memory(),
      pressure: source.pressure(),
      bus: source.bus(),
      letters: await source.letters(),
      open: incidents.filter((incident) => !incident.closed).length,
      needsHuman: incidents.filter(asksAPerson).length,
      model: source.model(),
      figures: loopFigures(incidents, source.now()),
    });
  });
  app.get("/api/incidents", async (context) => context.json(await source.incidents(LOOKED_AT)));
  app.get("/api/incidents/:id", async (context) => {
    const incident = await source.incident(context.req.param("id"));
    return incident ? context.json(incident) : context.json({ error: "There is no such incident." }, 404);
  });
  return app;
}

function refuse(
  context: Context,
  deps: { password: string | undefined; peer(context: Context): string | undefined },
) {
  if (deps.password === undefined) {
    // Behind a proxy on the same machine everybody seems to be on it.
    const proxied = ["X-Forwarded-For", "Forwarded"].some((name) => context.req.header(name) !== undefined);
    const peer = proxied ? undefined : deps.peer(context);
    if (peer !== undefined && /^(::ffff:)?127\.|^::1$/.test(peer)) return null;
    return context.text("The monitor is closed to other machines until MONITOR_PASSWORD is set.", 403);
  }
  const given = Buffer.from(
    context.req.header("Authorization")?.replace(/^Basic /, "") ?? "",
    "base64",
  ).toString();
  const password = Buffer.from(given.slice(given.indexOf(":") + 1));
  const expected = Buffer.from(deps.password);
  if (password.length === expected.length && timingSafeEqual(password, expected)) return null;
  return context.text("The monitor wants its password (MONITOR_PASSWORD), with any user name.", 401, {
    "WWW-Authenticate": 'Basic realm="SRE-Space"',
  });
}
