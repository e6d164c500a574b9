import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildVercel } from "../../bin/build-vercel.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import type { WorkerStatus } from "../../src/contracts/worker-status.ts";
import { statusOfWorker } from "../../src/status-of-worker.ts";
import type { Postgres } from "../../src/store/postgres/connect-postgres.ts";
import { openPostgres } from "../../src/store/postgres/open-postgres.ts";
import { postgresIncidents } from "../../src/store/postgres/postgres-incidents.ts";
import { postgresLease } from "../../src/store/postgres/postgres-lease.ts";
import { postgresWorkers } from "../../src/store/postgres/postgres-workers.ts";
import { startPostgres } from "../store/start-postgres.ts";
import { aStory, plantedSource } from "./a-story.ts";

const MINUTES = 600_000;
const ROOT = join(import.meta.dirname, "../..");
const PASSWORD = "a password of this test";
const asked = { headers: { Authorization: `Basic ${btoa(`me:${PASSWORD}`)}` } };

/** Tells where it listens, and ends with the test. */
function start(file: string, args: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH ?? "", MONITOR_PASSWORD: PASSWORD, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      said += `${line}\n`;
      const port = /"port":(\d+)/.exec(line)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    child.once("exit", (code) => reject(new Error(`It ended with ${code}: ${said}`)));
  });
  url.catch(() => {});
  return { child, url, said: () => said };
}

/** As Vercel's launcher for Node calls a function. */
const LAUNCHER = `
const { default: handler } = await import(process.argv[1]);
const server = (await import("node:http")).createServer((request, response) => void handler(request, response));
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));`;

describe("the monitor apart from every worker", () => {
  const story = aStory() as Incident[];
  const output = join(mkdtempSync(join(tmpdir(), "sre-space-vercel-")), "output");
  let cluster: Awaited<ReturnType<typeof startPostgres>>;
  let work: Postgres;
  let databaseUrl: string;
  let readerUrl: string;
  const children: ChildProcess[] = [];
  let homes: [string, string][];
  let put: (incident: Incident) => Promise<void>;
  let hello: (status: WorkerStatus) => Promise<void>;

  beforeAll(async () => {
    [cluster] = await Promise.all([startPostgres(), buildVercel(output)]);
    databaseUrl = await cluster.database();
    work = await openPostgres(databaseUrl);
    // Whoever only looks needs no more than this.
    await work.query("create role looker login password 'looker'");
    await work.query("grant select on all tables in schema public to looker");
    readerUrl = databaseUrl.replace("sre:sre@", "looker:looker@");
    const store = postgresIncidents(
      work,
      "worker-1",
      () => "",
      () => {},
    );
    put = async (incident) => {
      await postgresLease(work).acquire(incident.repository, "worker-1", 60);
      await store.put(incident);
    };
    const workers = postgresWorkers(work, "worker-1");
    hello = (status) => workers.hello(3600, JSON.stringify(status));
    await workers.redactions(new Map([["acme/shop", ["POL-[0-9]{8}"]]]));
    const environment = { DATABASE_URL: readerUrl };
    const apart = start(join(ROOT, "bin/sre-space.js"), ["monitor"], { ...environment, HOST: "127.0.0.1" });
    const vercel = start(
      "--input-type=module",
      ["-e", LAUNCHER, join(output, "functions/monitor.func/index.mjs")],
      environment,
    );
    children.push(apart.child, vercel.child);
    homes = [
      ["sre-space monitor", await apart.url],
      ["Vercel", await vercel.url],
    ];
  }, MINUTES);
  afterAll(async () => {
    for (const child of children) {
      if (child.exitCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await work?.close();
    await cluster?.end();
    rmSync(join(output, ".."), { recursive: true, force: true });
  }, MINUTES);

  it("tells of an incident that a worker moves, as it moves, redacted, to who may look; says when no worker is there", {
    timeout: MINUTES,
  }, async () => {
    for (const [, url] of homes) {
      expect((await fetch(`${url}/monitor`)).status).toBe(401);
      const page = await (await fetch(`${url}/monitor`, asked)).text();
      expect(page).toContain("No worker is there: nothing can be said.");
      expect((await fetch(`${url}/metrics`, asked)).status).toBe(404);
    }
    const streams = await Promise.all(
      homes.map(async ([, url]) => {
        const since = /data-since="(\d+)"/.exec(await (await fetch(`${url}/monitor`, asked)).text())?.[1];
        return reading(await fetch(`${url}/monitor/events?since=${since}`, asked));
      }),
    );
    const source = plantedSource({ now: Date.now(), incidents: [] });
    await hello(statusOfWorker("worker-1", { ...source, model: () => "gpt-of-worker-1" }));
    const secret = "POL-12345678";
    for (const [version, incident] of story.entries())
      await put({
        ...incident,
        version,
        anomaly: { ...incident.anomaly, summary: `${incident.anomaly.summary} ${secret}` },
      });
    for (const { until } of streams) {
      const told = await until("60 requests in a row succeeded: healed.");
      expect(told).not.toContain(secret);
      expect(await until("gpt-of-worker-1")).toContain("One is there: worker-1.");
    }
    for (const { cancel } of streams) await cancel();
    for (const [, url] of homes) {
      const page = await (await fetch(`${url}/monitor/incidents/${story[0]!.id}`, asked)).text();
      expect(page).toContain("Where the time went");
      expect(page).not.toContain(secret);
      expect(await (await fetch(`${url}/api/status`, asked)).json()).toMatchObject({
        workers: ["worker-1"],
        model: "gpt-of-worker-1",
        quota: [{ remaining: 4836 }],
      });
    }
    // Of a repository whose policy no worker ever read, nobody can say what must not be shown.
    const other = { ...story[0]!, id: "mzk1x2y9-abcdefabcdef", repository: "acme/unread", version: 0 };
    await put({ ...other, anomaly: { ...other.anomaly, repository: "acme/unread" } });
    for (const [, url] of homes)
      expect((await fetch(`${url}/monitor/incidents/${other.id}`, asked)).status).toBe(404);
  });

  it("is what Vercel's own reader takes, and vercel.json says what it may", async () => {
    const require = createRequire(import.meta.url);
    const { NodejsLambda } = require("@vercel/build-utils") as {
      NodejsLambda: new (options: object) => { supportsResponseStreaming: boolean; handler: string };
    };
    const { normalizeRoutes } = require("@vercel/routing-utils") as {
      normalizeRoutes: (routes: object[]) => { error: unknown };
    };
    const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
    const config = read(join(output, "functions/monitor.func/.vc-config.json"));
    const made = new NodejsLambda({ ...config, files: {} });
    expect([made.handler, made.supportsResponseStreaming]).toEqual(["index.mjs", true]);
    expect(config.runtime).toBe(`nodejs${process.versions.node.split(".")[0]}.x`);
    const { version, routes } = read(join(output, "config.json"));
    expect(version).toBe(3);
    expect(normalizeRoutes(routes).error).toBeNull();
    expect(Object.keys(read(join(ROOT, "vercel.json"))).sort()).toEqual([
      "$schema",
      "buildCommand",
      "framework",
      "installCommand",
    ]);
  });

  it("does not start where the state is another release's, or not there, and says what to do", {
    timeout: MINUTES,
  }, async () => {
    const empty = await cluster.database();
    const late = start(join(ROOT, "bin/sre-space.js"), ["monitor"], { DATABASE_URL: empty });
    const none = start(join(ROOT, "bin/sre-space.js"), ["monitor"], {});
    for (const { child, url } of [late, none]) {
      children.push(child);
      await expect(url).rejects.toThrow("ended with 2");
    }
    expect(late.said()).toContain("The state in DATABASE_URL is of another release (state 0");
    expect(none.said()).toContain("DATABASE_URL must name the PostgreSQL that the workers share");
  });
});

/** What a stream has said so far, and on. */
function reading(answer: Response) {
  const reader = answer.body!.getReader();
  let text = "";
  return {
    async until(what: string): Promise<string> {
      while (!text.includes(what)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`The stream ended before it said ${what}`);
        text += new TextDecoder().decode(value);
      }
      return text;
    },
    cancel: () => reader.cancel(),
  };
}
