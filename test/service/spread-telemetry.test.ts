import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";
import { startRedis } from "../bus/redis-server.ts";
import { type ServiceProcess, serviceProcess } from "../chaos/service-process.ts";
import { startLocalGitHub } from "../github/local-github.ts";
import { startPostgres } from "../store/start-postgres.ts";
import { freePort } from "./free-port.ts";
import { spansOf } from "./spans-of.ts";

const isAbsent = (process.env.SRE_SPACE_ABSENT ?? "").split(",").includes("redis-server");
const SECRET = "a secret of this test";
const REPOSITORY = "acme/shop";
const POLICY =
  "version: 1\nmode: report\nservices:\n  api: {paths: [services/**], slo: {availability: 99.5%}}\n";
const REVISION = "0123456789abcdef0123456789abcdef01234567";
const HEALTHY_MS = 90_000;
const EVERY_MS = 50;

interface Worker {
  url: string;
  process: ServiceProcess;
}
interface Status {
  services: { service: string; requestsPerSecond: number; errorRatio: number }[];
}

let directory: string;
let github: Awaited<ReturnType<typeof startLocalGitHub>>;
let redis: Awaited<ReturnType<typeof startRedis>>;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let workers: Worker[];

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((again) => setTimeout(again, 100));
}

async function startWorker(name: string, databaseUrl: string): Promise<Worker> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { credentials } = github.settings;
  if (credentials?.kind !== "app") throw new Error("the local GitHub has an App");
  const home = join(directory, name);
  mkdirSync(home);
  const service = serviceProcess(
    url,
    home,
    {
      APP_ID: credentials.appId,
      PRIVATE_KEY: credentials.privateKey,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: new URL(github.github.url).host,
      GHE_PROTOCOL: "http",
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: join(home, "data"),
      SRE_INGEST_SECRET: SECRET,
      DATABASE_URL: databaseUrl,
      EVENT_BUS: "redis",
      SRE_REDIS_URL: redis.url,
    },
    join(home, "service.log"),
  );
  await service.start();
  return { url, process: service };
}

const token = mintIngestToken(SECRET, [REPOSITORY]);

/** One request of `api` that ended at that time; every third fails where it is broken. */
function requestAt(at: number, n: number, isBroken: boolean) {
  const error = {
    type: "TypeError",
    message: "fee is not a function",
    stack: "at price (services/api/price.js:2:10)",
  };
  return spansOf({
    service: "api",
    route: "GET /prices",
    revision: REVISION,
    at,
    answered: { milliseconds: 5, ...(isBroken && n % 3 === 0 ? { error } : {}) },
  });
}

/** As an exporter: what is answered 503, or not at all, is sent again to whoever the balancer picks next. */
async function send(to: () => Worker, requests: ReturnType<typeof requestAt>[]): Promise<void> {
  for (;;) {
    const answer = await fetch(`${to().url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ resourceSpans: requests }),
    }).catch(() => null);
    if (answer?.ok) return;
    if (answer && answer.status !== 503) throw new Error(`answered ${answer.status}`);
    await new Promise((again) => setTimeout(again, 200));
  }
}

beforeAll(async () => {
  if (isAbsent) return;
  directory = mkdtempSync(join(tmpdir(), "sre-space-spread-"));
  [github, redis, postgres] = await Promise.all([startLocalGitHub(), startRedis(), startPostgres()]);
  await github.push({ ".sre-space.yml": POLICY }, "chore: policy");
}, 300_000);
afterAll(async () => {
  if (isAbsent) return;
  await Promise.all(workers.map(({ process }) => process.kill()));
  await Promise.all([github.stop(), redis.end(), postgres.end()]);
  rmSync(directory, { recursive: true, force: true });
});

it.skipIf(isAbsent)(
  "a service whose telemetry is spread over two workers is one service, with all of its requests",
  { timeout: 600_000 },
  async () => {
    const databaseUrl = await postgres.database();
    workers = [await startWorker("one", databaseUrl), await startWorker("two", databaseUrl)];
    for (const { url } of workers)
      await until(async () => {
        const answer = (await (await fetch(`${url}/readyz`)).json()) as { bus: { carries: string } };
        return answer.bus.carries === "redis";
      });
    let turn = 0;
    const next = () => workers[turn++ % workers.length] as Worker;
    const began = Date.now() - HEALTHY_MS;
    let n = 0;
    // Minutes of healthy traffic, told in hindsight, as a Collector does that was cut off: a batch to each in turn.
    for (let at = began; at < Date.now(); at += 1_000) {
      const batch = Array.from({ length: 1_000 / EVERY_MS }, (_, i) =>
        requestAt(at + i * EVERY_MS, n++, false),
      );
      await send(next, batch);
    }
    let isBroken = false;
    let last = Date.now();
    let sent: Promise<void> = Promise.resolve();
    const traffic = setInterval(() => {
      const batch = [];
      for (; last + EVERY_MS <= Date.now(); last += EVERY_MS) batch.push(requestAt(last, n++, isBroken));
      const those = batch.splice(0);
      if (those.length > 0) sent = sent.then(() => send(next, those));
    }, 2 * EVERY_MS);
    try {
      const statusOf = async ({ url }: Worker) => (await (await fetch(`${url}/api/status`)).json()) as Status;
      const pace = 1_000 / EVERY_MS;
      // Whoever is asked tells of all requests, and not of those that came to it.
      for (const worker of workers)
        await until(async () => {
          const api = (await statusOf(worker)).services.find(({ service }) => service === "api");
          return (
            api !== undefined && api.requestsPerSecond > 0.85 * pace && api.requestsPerSecond < 1.15 * pace
          );
        });
      isBroken = true;
      const incidents = async () =>
        (await (await fetch(`${workers[0]?.url}/api/incidents`)).json()) as Incident[];
      await until(async () => (await incidents()).length > 0);
      // Whatever the other one finds, it would have found by then.
      await new Promise((later) => setTimeout(later, 6_000));
      const [incident, ...others] = await incidents();
      expect(others).toEqual([]);
      expect(incident?.anomaly).toMatchObject({ service: "api", symptom: "errors", source: "telemetry" });
      // It was learnt from every second that was sent.
      expect(incident?.anomaly.baseline?.samples).toBeGreaterThan(0.9 * (HEALTHY_MS / EVERY_MS));
    } finally {
      clearInterval(traffic);
      await sent;
    }
  },
);
