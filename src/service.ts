import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { type Logger, pino } from "pino";
import { CannotStart } from "./cannot-start.ts";
import { readEnvironment } from "./config/read-environment.ts";
import { loadSettings } from "./config/settings.ts";
import type { Settings } from "./contracts/settings.ts";
import { edgeApp } from "./edge/app.ts";
import { readIngestToken } from "./edge/ingest-token.ts";
import { rememberTokens } from "./edge/known-tokens.ts";
import { otlpReceiver } from "./edge/otlp/receive.ts";
import { edgeServer } from "./edge/server.ts";
import { watchEventLoop } from "./edge/watch-event-loop.ts";
import { clockAhead } from "./github/clock-ahead.ts";
import { signIn } from "./github/sign-in.ts";
import { startTelemetry } from "./instruments/start-telemetry.ts";
import { listen } from "./listen.ts";
import { monitorRoutes } from "./monitor/routes.ts";
import { setUp } from "./set-up.ts";
import { steadyClock } from "./steady-clock.ts";
import { type Wired, wire } from "./wire.ts";

/**
 * Runs the service until it is told to stop: intake, loop and monitor in one process on one port. Where nobody has told yet
 * who we are on GitHub, it serves `/setup` first.
 *
 * @throws SettingsError where the environment is wrong
 * @throws CannotStart where a person must do something first
 */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const directory = process.cwd();
  // OpenTelemetry's SDK reads the process's own variables; `.env` is read like them.
  for (const [name, value] of Object.entries(readEnvironment(environment, directory)))
    if (name.startsWith("OTEL_")) process.env[name] = value;
  let settings = loadSettings(environment);
  const log = pino({ level: settings.logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
  if (!settings.credentials) {
    await setUp(settings, directory, log);
    settings = loadSettings(environment);
  }
  const service = await startService(settings, log);
  const stop = async (signal: string) => {
    log.info({ signal }, "Stopping: steps that run come to their end.");
    await service.stop();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/**
 * Starts the service in this process; resolves once GitHub was reached and everything was taken up.
 *
 * @throws CannotStart where a person must do something first
 */
export async function startService(
  settings: Settings,
  log: Logger,
): Promise<{ port: number; stop(): Promise<void> }> {
  const { credentials } = settings;
  if (!credentials)
    throw new CannotStart(
      "SRE-Space does not know who it is on GitHub. Set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET " +
        "of your GitHub App, or GITHUB_PERSONAL_ACCESS_TOKEN and GITHUB_REPOSITORY for one repository, in the " +
        "environment or in .env. To see it at work without an account: npm run demo",
    );
  const telemetry = await startTelemetry(process.env, settings.port, (reason) => log.warn(reason));
  const clock = steadyClock(
    { wall: () => Date.now(), elapsed: () => performance.now() },
    async () => (await clockAhead(settings)) * 1_000,
    ({ ms, followed }) =>
      log.warn(
        { ms },
        followed
          ? "The machine's clock was set, and GitHub's agrees with it: that is the time from now on."
          : "The machine's clock was set, and GitHub's does not agree with it: it is not followed. Set it right.",
      ),
  );
  const wired = await wire({ ...settings, credentials }, clock, log, telemetry);
  let ready = false;
  const authenticate = rememberTokens((token) => readIngestToken(settings.ingestSecret, token));
  const eventLoop = watchEventLoop();
  const server = edgeServer({
    otlp: otlpReceiver({
      authenticate,
      accept: (signal) => wired.acceptTelemetry(signal),
      interest: (repositories) => wired.interest(repositories),
      ...(wired.elsewhere ? { elsewhere: wired.elsewhere } : {}),
      isBehind: eventLoop.isBehind,
      isFull: () => !wired.takesTelemetry(),
      now: clock.now,
    }),
    rest: getRequestListener(routes(settings, wired, authenticate, () => ready, log, clock.now).fetch),
    failed: (error) => log.error({ err: error }, "A batch of telemetry could not be taken."),
  });
  await listen(server, settings.port, settings.host);
  const { port } = server.address() as AddressInfo;
  log.info({ port, host: settings.host }, "Listening.");
  clock.start();
  await untilItStarts(wired, log);
  ready = true;
  log.info({ repositories: wired.source.repositories() }, "Ready.");
  return {
    port,
    async stop() {
      server.close();
      server.closeAllConnections();
      eventLoop.stop();
      await wired.stop();
      clock.stop();
      await telemetry
        .stop()
        .catch((error: unknown) => log.warn({ err: error }, "The last of our own telemetry was not sent."));
    },
  };
}

/** GitHub may be away when the process comes up: it says so, and tries until it is there. */
async function untilItStarts(wired: Wired, log: Logger): Promise<void> {
  for (let wait = 1_000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      return await wired.start();
    } catch (error) {
      log.error({ err: error, retryInMs: wait }, "Cannot start yet.");
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}

function routes(
  settings: Settings,
  wired: Wired,
  authenticate: (bearer: string | undefined) => readonly string[] | null,
  ready: () => boolean,
  log: Logger,
  now: () => number,
): Hono {
  const secret = settings.credentials?.webhookSecret;
  const app = new Hono();
  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", (context) =>
    ready()
      ? // Without its memory it is ready all the same.
        context.json({
          ready: true,
          repositories: wired.source.repositories(),
          memory: wired.source.memory(),
          bus: wired.source.bus(),
        })
      : context.json({ ready: false, github: "not reached yet" }, 503),
  );
  app.route(
    "/",
    monitorRoutes({
      source: wired.source,
      feed: wired.feed,
      doors: {
        password: settings.monitorPassword,
        signIn: settings.signIn && signIn(settings, settings.signIn),
        peer: (context) =>
          (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress,
      },
      failed: (error) => log.error({ err: error }, "Somebody could not sign in to the monitor."),
    }),
  );
  app.route(
    "/",
    edgeApp({
      alerts: {
        authenticate,
        secrets: settings.alertSecrets,
        accept: (key, signal) => wired.accept(key, signal),
        now,
      },
      ...(secret ? { hooks: { secret, accept: (key, signal) => wired.accept(key, signal), now } } : {}),
    }),
  );
  return app;
}
