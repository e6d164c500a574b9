import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip as compressGzip } from "node:zlib";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { admit, type Doors } from "./access/admit.ts";
import { seenBy } from "./access/seen-by.ts";
import { signInRoutes } from "./access/sign-in-routes.ts";
import type { Viewer } from "./access/viewer.ts";
import { asksAPerson } from "./asks-a-person.ts";
import { eventStream } from "./event-stream.ts";
import type { Feed } from "./feed.ts";
import { ICON } from "./icon.ts";
import { tarOf } from "./incident/tar-of.ts";
import { incidentPage } from "./incident-page.ts";
import { liveParts } from "./live-parts.ts";
import { LOOKED_AT } from "./looked-at.ts";
import { loopFigures } from "./loop-figures.ts";
import { monitorScript } from "./monitor-script.ts";
import { monitorStyle } from "./monitor-style.ts";
import { statusPage } from "./page.ts";
import type { MonitorSource } from "./view.ts";

const gzip = promisify(compressGzip);
const MAX_CLIENTS = 200;
const BEAT_MS = 10_000;
const OURS = ["/monitor", "/monitor/*", "/metrics", "/api/status", "/api/incidents", "/api/incidents/*"];

/** The style stands in the page, as nothing is painted before it is there: a request less. By its hash no other is taken. */
const STYLE = `'sha256-${createHash("sha256").update(monitorStyle).digest("base64")}'`;
const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src ${STYLE}; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/**
 * The Orbital Monitor: pages, JSON and the stream. Read-only, and closed to whoever need not see it (`admit`).
 */
export function monitorRoutes(deps: {
  source: MonitorSource;
  feed: Feed;
  doors: Doors;
  /** A stream ends by itself after so long, where whoever runs this would end it otherwise; milliseconds. */
  streamMs?: number;
  /** Is told why somebody could not sign in, where that is not their own doing. */
  failed?: (error: unknown) => void;
}): Hono {
  const { feed, doors } = deps;
  const app = new Hono<{ Variables: { viewer: Viewer; source: MonitorSource } }>();
  let clients = 0;

  for (const path of OURS)
    app.use(path, async (context, next) => {
      await next();
      context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
      context.header("X-Content-Type-Options", "nosniff");
      context.header("Referrer-Policy", "no-referrer");
    });
  if (doors.signIn) {
    const failed = deps.failed ?? (() => {});
    app.route(
      "/",
      signInRoutes(doors.signIn, () => deps.source.now(), failed),
    );
  }
  for (const path of OURS)
    app.use(path, async (context, next) => {
      const viewer = await admit(context, doors, deps.source.now());
      if (viewer instanceof Response) return viewer;
      context.set("viewer", viewer);
      context.set("source", seenBy(deps.source, viewer));
      await next();
    });

  for (const path of ["/monitor", "/monitor/incidents/*", "/monitor/monitor.js"]) app.use(path, compress());
  for (const path of ["/monitor/monitor.js", "/monitor/icon.svg"])
    app.use(path, etag(), async (context, next) => {
      await next();
      context.header("Cache-Control", "no-cache");
    });

  app.get("/monitor", async (context) => {
    const { agent, incident } = context.req.query();
    const { source, viewer } = context.var;
    context.header("Cache-Control", "no-store");
    return context.html(await statusPage(source, feed.latest(), { agent, incident }, viewer.login));
  });
  app.get("/monitor/incidents/:id", async (context) => {
    const lastEventId = feed.latest();
    const { source, viewer } = context.var;
    const incident = await source.incident(context.req.param("id"));
    if (!incident) return context.text("There is no such incident. The newest ones are on /monitor.", 404);
    context.header("Cache-Control", "no-store");
    const { agent } = context.req.query();
    return context.html(incidentPage(incident, source.now(), lastEventId, { agent }, viewer.login));
  });
  app.get("/monitor/incidents/:id/bundle.tar.gz", async (context) => {
    const { source } = context.var;
    const id = context.req.param("id");
    // What may not be shown of the incident is no reason to hand it out.
    const files = (await source.incident(id)) && (await source.bundle(id));
    if (!files)
      return context.text(
        "The bundle is not here: it gave way to newer ones, or lies with another worker.",
        404,
      );
    context.header("Cache-Control", "no-store");
    context.header("Content-Disposition", `attachment; filename="${id}.tar.gz"`);
    const archive = await gzip(tarOf(id, files, source.now() / 1000));
    return context.body(new Uint8Array(archive), 200, { "Content-Type": "application/gzip" });
  });
  app.get("/monitor/monitor.js", (context) =>
    context.body(monitorScript, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
  );
  app.get("/monitor/icon.svg", (context) => context.body(ICON, 200, { "Content-Type": "image/svg+xml" }));

  app.get("/monitor/parts", async (context) => {
    const { source } = context.var;
    const parts = Object.entries(await liveParts(source, await source.incidents(LOOKED_AT)));
    context.header("Cache-Control", "no-store");
    return context.json({ parts: Object.fromEntries(parts.map(([id, part]) => [id, String(part)])) });
  });

  app.get("/monitor/events", (context) => {
    if (clients >= MAX_CLIENTS)
      return context.text("Too many watchers; try again in a minute.", 503, { "Retry-After": "60" });
    const seen = Number(context.req.header("Last-Event-ID") ?? context.req.query("since") ?? feed.latest());
    clients++;
    const { until, sees } = context.var.viewer;
    const lasts = Math.min(
      deps.streamMs ?? Number.POSITIVE_INFINITY,
      until === null ? Number.POSITIVE_INFINITY : until - deps.source.now(),
    );
    const stream = eventStream(feed, seen, BEAT_MS, () => clients--, { lasts, sees });
    // Whoever is between us and the page is told neither to keep nor to gather, nor to squeeze what comes.
    return context.body(stream, 200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    });
  });

  app.get("/metrics", async (context) => {
    if (context.var.viewer.sees)
      return context.text("Metrics tell of every repository: they want MONITOR_PASSWORD.", 403);
    const metrics = await context.var.source.metrics();
    if (metrics === null) return context.text("Metrics are each worker's own: ask them.", 404);
    return context.body(metrics, 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" });
  });

  app.get("/api/status", async (context) => {
    const { source } = context.var;
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
      quota: source.quota(),
      workers: source.workers(),
      letters: await source.letters(),
      open: incidents.filter((incident) => !incident.closed).length,
      needsHuman: incidents.filter(asksAPerson).length,
      model: source.model(),
      figures: loopFigures(incidents, source.now()),
    });
  });
  app.get("/api/incidents", async (context) => context.json(await context.var.source.incidents(LOOKED_AT)));
  app.get("/api/incidents/:id", async (context) => {
    const incident = await context.var.source.incident(context.req.param("id"));
    return incident ? context.json(incident) : context.json({ error: "There is no such incident." }, 404);
  });
  return app as unknown as Hono;
}
