import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Logger } from "pino";
import type { MonitorSettings } from "./contracts/settings.ts";
import type { WorkerStatus } from "./contracts/worker-status.ts";
import { followIncidents } from "./follow-incidents.ts";
import { signIn } from "./github/sign-in.ts";
import { createFeed } from "./monitor/feed.ts";
import { changedParts } from "./monitor/live-parts.ts";
import { LOOKED_AT } from "./monitor/looked-at.ts";
import { noWorker } from "./monitor/no-worker.ts";
import { monitorRoutes } from "./monitor/routes.ts";
import { withWorkers } from "./monitor/with-workers.ts";
import { redactedIncidents } from "./redacted-incidents.ts";
import { lookIntoPostgres } from "./store/postgres/look-into-postgres.ts";
import { postgresIncidents } from "./store/postgres/postgres-incidents.ts";
import { postgresOverview } from "./store/postgres/postgres-overview.ts";
import { tellWatchers } from "./tell-watchers.ts";

const LOOK_MS = 1_000;
/** Parts of the page are sent with each of so many looks. */
const PARTS_EVERY = 2;
const FEED_EVENTS = 2_000;
const MOST_LETTERS = 100;

/**
 * The monitor apart from every worker: it reads what they share in PostgreSQL, and writes nothing. It looks there for
 * what has moved only while somebody watches, so that it may be put to sleep between requests, as functions are.
 *
 * @param streamMs a stream ends by itself after so long
 * @throws Error where the state cannot be reached, or is of another release
 */
export async function openMonitor(settings: MonitorSettings, log: Logger, streamMs?: number) {
  const postgres = await lookIntoPostgres(settings.databaseUrl);
  const unreadable = (key: string, reason: string) =>
    log.error({ key, reason }, "A stored row cannot be read and is left aside.");
  const store = postgresIncidents(postgres, "monitor", () => "", unreadable);
  const overview = postgresOverview(postgres, unreadable);
  const now = () => Date.now();

  let workers: WorkerStatus[] = [];
  let patterns = new Map<string, string[]>();
  const shown = redactedIncidents((repository) => patterns.get(repository) ?? null);
  const source = withWorkers(
    {
      ...noWorker,
      now,
      incidents: async (limit) => (await store.recent(limit)).flatMap((incident) => shown(incident) ?? []),
      async incident(id) {
        const incident = await store.get(id);
        return incident && shown(incident);
      },
      letters: async () => (await store.letters(MOST_LETTERS)).length,
    },
    null,
    () => workers,
  );

  const feed = createFeed(FEED_EVENTS, now());
  const followed = followIncidents(
    () => overview.versions(LOOKED_AT),
    source.incident,
    tellWatchers(feed, null, now),
  );
  const changed = changedParts(source);
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  async function look(): Promise<void> {
    [workers, patterns] = await Promise.all([overview.workers(), overview.redactions()]);
    await followed.look();
    lookedAt = now();
  }
  /** One at a time, however many ask. */
  const lookOnce = () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };

  let turn = 0;
  const timer = setInterval(async () => {
    if (!feed.isWatched()) return;
    try {
      await lookOnce();
      if (turn++ % PARTS_EVERY > 0) return;
      const parts = await changed();
      if (Object.keys(parts).length > 0) feed.push("status", { parts });
    } catch (error) {
      log.error({ err: error }, "The shared state could not be read, and is read again.");
    }
  }, LOOK_MS).unref();

  const app = new Hono();
  app.onError((error, context) => {
    log.error({ err: error, path: context.req.path }, "A page could not be made.");
    return context.text("The state that the workers share cannot be read at the moment.\n", 503, {
      "Retry-After": "5",
    });
  });
  app.get("/", (context) => context.redirect("/monitor"));
  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", async (context) => {
    await lookOnce();
    return context.json({ ready: true, workers: source.workers() });
  });
  app.use(async (_, next) => {
    // Whoever slept since, as functions do between requests, knows nothing of now.
    if (now() - lookedAt > LOOK_MS) await lookOnce();
    await next();
  });
  app.route(
    "/",
    monitorRoutes({
      source,
      feed,
      ...(streamMs === undefined ? {} : { streamMs }),
      doors: {
        password: settings.monitorPassword,
        signIn: settings.signIn && signIn(settings, settings.signIn),
        peer: (context) =>
          (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress,
      },
      failed: (error) => log.error({ err: error }, "Somebody could not sign in."),
    }),
  );
  return {
    app,
    async stop(): Promise<void> {
      clearInterval(timer);
      await looking?.catch(() => {});
      await postgres.close();
    },
  };
}
