import { timingSafeEqual } from "node:crypto";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Feed, FeedEvent } from "./feed.ts";
import { incidentPage } from "./incident-page.ts";
import { monitorScript } from "./monitor-script.ts";
import { monitorStyle } from "./monitor-style.ts";
import { statusPage } from "./page.ts";
import { type MonitorSource, stateOf } from "./view.ts";

const MAX_CLIENTS = 200;
const HEARTBEAT_MS = 15_000;
/** A client that has not taken this many events is cut off; it comes back by itself and misses nothing. */
const MAX_QUEUED = 500;

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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

  app.get("/monitor", async (context) => context.html(await statusPage(source, feed.latest())));
  app.get("/monitor/incidents/:id", async (context) => {
    const incident = await source.incident(context.req.param("id"));
    if (!incident) return context.text("There is no such incident. The newest ones are on /monitor.", 404);
    return context.html(incidentPage(incident, source.now(), feed.latest()));
  });
  app.get("/monitor/monitor.css", (context) =>
    context.body(monitorStyle, 200, { "Content-Type": "text/css; charset=utf-8" }),
  );
  app.get("/monitor/monitor.js", (context) =>
    context.body(monitorScript, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
  );

  app.get("/monitor/events", (context) => {
    if (clients >= MAX_CLIENTS)
      return context.text("Too many watchers; try again in a minute.", 503, { "Retry-After": "60" });
    const asked = Number(context.req.header("Last-Event-ID") ?? context.req.query("since") ?? feed.latest());
    context.header("X-Accel-Buffering", "no");
    return streamSSE(context, async (stream) => {
      clients++;
      const queue: FeedEvent[] = [];
      let wake: () => void = () => {};
      const unsubscribe = feed.subscribe((event) => {
        queue.push(event);
        wake();
      });
      const missed = feed.since(asked);
      // Who was away for longer than that is shown the page anew.
      if (missed && missed.length < MAX_QUEUED)
        queue.unshift(...missed.filter((event) => !queue.includes(event)));
      else await stream.writeSSE({ event: "reset", data: "{}", id: String(feed.latest()) });
      stream.onAbort(() => wake());
      try {
        while (!stream.aborted && queue.length < MAX_QUEUED) {
          const event = queue.shift();
          if (event)
            await stream.writeSSE({
              event: event.type,
              data: JSON.stringify(event.data),
              id: String(event.id),
            });
          else {
            const waited = await new Promise<"event" | "heartbeat">((done) => {
              const timer = setTimeout(() => done("heartbeat"), HEARTBEAT_MS);
              wake = () => {
                clearTimeout(timer);
                done("event");
              };
            });
            if (waited === "heartbeat") await stream.write(": still here\n\n");
          }
        }
      } finally {
        unsubscribe();
        clients--;
      }
    });
  });

  app.get("/metrics", async (context) =>
    context.body(await source.metrics(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );

  app.get("/api/status", async (context) => {
    const incidents = await source.incidents(100);
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
      needsHuman: incidents.filter((incident) =>
        ["needs a person", "awaiting approval"].includes(stateOf(incident)),
      ).length,
    });
  });
  app.get("/api/incidents", async (context) => context.json(await source.incidents(100)));
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
