import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Incident } from "../../src/contracts/incident.ts";
import type { Clock } from "../../src/contracts/ports/clock.ts";
import { alertRoutes } from "../../src/edge/alerts/receive.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { wire } from "../../src/wire.ts";
import { startLocalGitHub } from "../github/local-github.ts";

export const REPOSITORY = "acme/shop";

const POLICY = `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**]}
  policies: {paths: [services/policies/**], depends_on: [quotes]}
  storefront: {paths: [services/storefront/**], depends_on: [quotes, policies]}
`;

/** Time that runs faster than the machine's: minutes of quiet pass in seconds. */
function fastClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds / speed).unref();
      return () => clearTimeout(timer);
    },
  };
}

/** The service's parts around a real store and a GitHub on this machine, and nothing that reports but alerts. */
export async function startAlertWorld(speed = 20) {
  const github = await startLocalGitHub();
  await github.push({ ".sre-space.yml": POLICY }, "chore: policy");
  const directory = mkdtempSync(join(tmpdir(), "sre-space-alerts-"));
  const clock = fastClock(speed);
  const log = pino({ level: process.env.SRE_TEST_LOG ?? "silent" });
  const workers: (() => Promise<void>)[] = [];

  async function startWorker(dataDir: string) {
    const settings = { ...github.settings, dataDir };
    const { credentials } = settings;
    if (!credentials) throw new Error("the local GitHub has credentials");
    const wired = await wire({ ...settings, credentials }, clock, log, await startTelemetry({}, 0, () => {}));
    await wired.start();
    let stopped = false;
    const stop = async () => {
      if (!stopped) await wired.stop();
      stopped = true;
    };
    workers.push(stop);
    const edge = alertRoutes({
      authenticate: () => [REPOSITORY],
      secrets: { sentry: [], pagerduty: [] },
      accept: (key, signal) => wired.accept(key, signal),
      now: () => clock.now(),
    });
    return {
      wired,
      dataDir,
      stop,
      /** Answers the status, once the service has the alert on its disk. */
      async send(body: object, source = "generic"): Promise<number> {
        const response = await edge.request(`/api/alerts/${source}`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: "Bearer any" },
          body: JSON.stringify(body),
        });
        return response.status;
      },
      /** Oldest first. */
      incidents: async (): Promise<Incident[]> => (await wired.store.recent(100)).toReversed(),
    };
  }

  return {
    github,
    clock,
    iso: (ms = clock.now()) => new Date(ms).toISOString(),
    worker: await startWorker(join(directory, "first")),
    /** What a machine that lost its power at this moment would find on its disk. */
    async startFromDiskOf(dataDir: string) {
      const copy = join(directory, `copy-${workers.length}`);
      cpSync(dataDir, copy, { recursive: true });
      return startWorker(copy);
    },
    issues: () =>
      [...(github.github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])].filter(
        (one) => !one.pull,
      ),
    async stop() {
      for (const stop of workers) await stop();
      await github.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
export type AlertWorld = Awaited<ReturnType<typeof startAlertWorld>>;
