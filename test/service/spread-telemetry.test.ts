import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";
import { type ServiceJson, ServiceRecord } from "../../src/observe/service-record.ts";
import { startKafka } from "../bus/kafka-broker.ts";
import { startRedis } from "../bus/redis-server.ts";
import { type ServiceProcess, serviceProcess } from "../chaos/service-process.ts";
import { startLocalGitHub } from "../github/local-github.ts";
import { startPostgres } from "../store/start-postgres.ts";
import { freePort } from "./free-port.ts";
import { spansOf } from "./spans-of.ts";

const absent = (process.env.SRE_SPACE_ABSENT ?? "").split(",");
const SECRET = "a secret of this test";
const REPOSITORY = "acme/shop";
const POLICY =
  "version: 1\nmode: report\nservices:\n  api: {paths: [services/**], slo: {availability: 99.5%}}\n";
const REVISION = "0123456789abcdef0123456789abcdef01234567";
const HEALTHY_MS = 90_000;
const EVERY_MS = 50;
/** Requests a second. */
const PACE = 1_000 / EVERY_MS;
/** What may be lost with a worker: the time between two snapshots. */
const MOST_LOST_MS = 5_000;
const WATCHES = "Watches this repository from now on.";

interface Worker {
  url: string;
  process: ServiceProcess;
}
interface Status {
  services: { service: string; requestsPerSecond: number }[];
}

let directory: string;
let github: Awaited<ReturnType<typeof startLocalGitHub>>;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let workers: Worker[] = [];

/** A bus between workers, which goes away and comes back with what it had. */
interface Between {
  environment: Record<string, string>;
  leave(): Promise<void> | void;
  comeBack(): Promise<void> | void;
  end(): Promise<void>;
}
const BUSES: { home: string; needs: string; start(): Promise<Between> }[] = [
  {
    home: "redis",
    needs: "redis-server",
    async start() {
      const { url, stop, start, end } = await startRedis();
      return { environment: { SRE_REDIS_URL: url }, leave: stop, comeBack: start, end };
    },
  },
  {
    home: "kafka",
    needs: "kcat",
    async start() {
      const { brokers, sleep, wake, end } = await startKafka();
      return { environment: { KAFKA_BROKERS: brokers.join(",") }, leave: sleep, comeBack: wake, end };
    },
  },
];

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((again) => setTimeout(again, 100));
}

async function startWorker(name: string, environment: Record<string, string>): Promise<Worker> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { credentials } = github.settings;
  if (credentials?.kind !== "app") throw new Error("the local GitHub has an App");
  const home = join(directory, name);
  mkdirSync(home, { recursive: true });
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
      ...environment,
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

async function post(to: Worker, requests: ReturnType<typeof requestAt>[]): Promise<Response | null> {
  return fetch(`${to.url}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ resourceSpans: requests }),
  }).catch(() => null);
}

async function tellsOfAll({ url }: Worker): Promise<boolean> {
  const status = (await (await fetch(`${url}/api/status`)).json()) as Status;
  const api = status.services.find(({ service }) => service === "api");
  return api !== undefined && Math.abs(api.requestsPerSecond - PACE) < 0.15 * PACE;
}

/** How many requests of the service are in the windows that were saved. */
async function countedIn(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ body: string }>(
      "select body from windows where name = 'service acme/shop production api'",
    );
    const [service] = rows.flatMap(({ body }) => (JSON.parse(body) as { services: ServiceJson[] }).services);
    if (!service) return 0;
    const { whole } = ServiceRecord.from(service);
    return whole.sum(0, whole.newest).requests;
  } finally {
    await client.end();
  }
}

/** As an exporter: what is answered 503, or not at all, is sent again to whoever the balancer picks next. */
async function send(to: () => Worker, requests: ReturnType<typeof requestAt>[]): Promise<void> {
  for (;;) {
    const answer = await post(to(), requests);
    if (answer?.ok) return;
    if (answer && answer.status !== 503) throw new Error(`answered ${answer.status}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-spread-"));
  [github, postgres] = await Promise.all([startLocalGitHub(), startPostgres()]);
  await github.push({ ".sre-space.yml": POLICY }, "chore: policy");
}, 300_000);
afterEach(() => Promise.all(workers.map(({ process }) => process.kill())));
afterAll(async () => {
  await Promise.all([github.stop(), postgres.end()]);
  rmSync(directory, { recursive: true, force: true });
});

it.for(BUSES)(
  "by $home a service whose telemetry is spread over two workers is one service, whichever of them goes",
  { timeout: 600_000 },
  async ({ home, needs, start }, { skip }) => {
    // Skipped one by one: a file in which no test is left fails, on a machine with neither.
    skip(absent.includes(needs), `${needs} is not installed`);
    const between = await start();
    const databaseUrl = await postgres.database();
    const environment = { ...between.environment, EVENT_BUS: home, DATABASE_URL: databaseUrl };
    workers = [await startWorker(`${home}-one`, environment), await startWorker(`${home}-two`, environment)];
    for (const { url } of workers)
      await until(async () => {
        const answer = (await (await fetch(`${url}/readyz`)).json()) as { bus: { carries: string } };
        return answer.bus.carries === home;
      });
    let turn = 0;
    const next = () => workers[turn++ % workers.length] as Worker;
    let last = Date.now() - HEALTHY_MS;
    let n = 0;
    let isBroken = false;
    // Minutes of healthy traffic, told in hindsight as by a Collector that was cut off: a batch to each in turn.
    while (last < Date.now()) {
      const batch = Array.from({ length: PACE }, (_, at) => requestAt(last + at * EVERY_MS, n++, false));
      last += PACE * EVERY_MS;
      await send(next, batch);
    }
    let isOver = false;
    async function keepSending(): Promise<void> {
      while (!isOver) {
        const batch: ReturnType<typeof requestAt>[] = [];
        for (; last + EVERY_MS <= Date.now(); last += EVERY_MS) batch.push(requestAt(last, n++, isBroken));
        if (batch.length > 0) await send(next, batch);
        await new Promise((later) => setTimeout(later, 2 * EVERY_MS));
      }
    }
    const traffic = keepSending();
    try {
      const [one, two] = workers as [Worker, Worker];
      // Whoever is asked tells of all requests, and not of those that came to it.
      for (const worker of workers) await until(() => tellsOfAll(worker));
      const [watcher, other] = one.process.said().includes(WATCHES) ? [one, two] : [two, one];
      expect(other.process.said()).not.toContain(WATCHES);

      isBroken = true;
      const incidents = async () => (await (await fetch(`${other.url}/api/incidents`)).json()) as Incident[];
      await until(async () => (await incidents()).length > 0);
      // Whatever the other one finds, it would have found by then.
      await new Promise((later) => setTimeout(later, 6_000));
      const [incident, ...others] = await incidents();
      expect(others).toEqual([]);
      expect(incident?.anomaly).toMatchObject({ service: "api", symptom: "errors", source: "telemetry" });
      // It was learnt from every second that was sent.
      expect(incident?.anomaly.baseline?.samples).toBeGreaterThan((0.9 * HEALTHY_MS) / EVERY_MS);
      isBroken = false;

      // Without the bus nothing can be handed over, and its sender is told to keep it; the other needs no bus.
      await between.leave();
      const answers = async (worker: Worker) => {
        const status = (await post(worker, [requestAt(last, n, false)]))?.status;
        if (status === 200) n++;
        return status;
      };
      await until(async () => (await answers(other)) === 503);
      // A machine that is busy may answer 503 now and then, too.
      await until(async () => (await answers(watcher)) === 200);
      await between.comeBack();
      for (const worker of workers) await until(async () => (await answers(worker)) === 200);

      // Killed, it is missed; the other goes on from what was saved, and from what was handed over to the dead one.
      await watcher.process.kill();
      await until(() => other.process.said().includes(WATCHES));
      await until(() => tellsOfAll(other));
      isOver = true;
      await traffic;
      await until(async () => (await countedIn(databaseUrl)) >= n - MOST_LOST_MS / EVERY_MS);
      await new Promise((later) => setTimeout(later, 6_000));
      expect(await countedIn(databaseUrl)).toBeLessThanOrEqual(n);
      expect(await incidents()).toHaveLength(1);
    } finally {
      isOver = true;
      await between.end();
    }
  },
);
