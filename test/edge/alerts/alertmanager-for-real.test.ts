import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AlertSignal } from "../../../src/contracts/signal.ts";
import { alertRoutes } from "../../../src/edge/alerts/receive.ts";
import { mintIngestToken, readIngestToken } from "../../../src/edge/ingest-token.ts";

const withoutAlertmanager = (process.env.SRE_SPACE_ABSENT ?? "").includes("prometheus-alertmanager");
const PROGRAM = "/usr/bin/prometheus-alertmanager";
const PATIENT = { timeout: 90_000, interval: 50 };
const SECRET = "a secret of this test";

/** The configuration that docs/alerts.md tells users to copy, with this test's own waits and address. */
function configuration(port: number, tokenFile: string): string {
  const docs = readFileSync(new URL("../../../docs/alerts.md", import.meta.url), "utf8");
  const yaml = /```yaml\n# alertmanager\.yml\n([\s\S]*?)```/.exec(docs)?.[1];
  if (yaml === undefined) throw new Error("docs/alerts.md has no alertmanager.yml");
  const change = (text: string, from: string | RegExp, to: string) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`alertmanager.yml of the docs has no ${from}`);
    return changed;
  };
  let own = change(yaml, "https://sre-space.acme.example", `http://127.0.0.1:${port}`);
  own = change(own, /group_wait: \w+/, "group_wait: 100ms");
  own = change(own, /group_interval: \w+/, "group_interval: 200ms");
  return change(own, /credentials_file: \S+/, `credentials_file: ${tokenFile}`);
}

let directory: string;
let alertmanager: ChildProcess | undefined;
let server: ReturnType<typeof serve> | undefined;
const heard: AlertSignal[] = [];
let overloaded = 0;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sre-space-am-"));
  heard.length = 0;
  overloaded = 0;
});
afterEach(async () => {
  const gone = alertmanager;
  if (gone && gone.exitCode === null) {
    const exited = new Promise((exit) => gone.once("exit", exit));
    gone.kill("SIGKILL");
    await exited;
  }
  await new Promise((closed) => (server ? server.close(closed) : closed(null)));
  rmSync(directory, { recursive: true, force: true });
});

async function start(): Promise<(alerts: object[]) => Promise<void>> {
  const keys = new Set<string>();
  const app = alertRoutes({
    authenticate: (bearer) => (bearer === undefined ? null : readIngestToken(SECRET, bearer)),
    secrets: { sentry: [], pagerduty: [] },
    accept: async (key, signal) => {
      if (overloaded-- > 0) return "overloaded";
      if (keys.has(key)) return "duplicate";
      keys.add(key);
      heard.push(signal);
      return "accepted";
    },
    now: () => Date.now(),
  });
  const port = await new Promise<number>((listening) => {
    server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, (info) => listening(info.port));
  });
  const own = await freePort();
  const tokenFile = join(directory, "token");
  writeFileSync(tokenFile, mintIngestToken(SECRET, ["acme/market"]));
  const file = join(directory, "alertmanager.yml");
  writeFileSync(file, configuration(port, tokenFile));
  alertmanager = spawn(
    PROGRAM,
    [
      `--config.file=${file}`,
      `--storage.path=${join(directory, "data")}`,
      `--web.listen-address=127.0.0.1:${own}`,
      "--cluster.listen-address=",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  alertmanager.stderr?.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-5_000);
  });
  const api = `http://127.0.0.1:${own}`;
  await expect
    .poll(async () => {
      if (alertmanager?.exitCode !== null) throw new Error(`Alertmanager ended:\n${said}`);
      return (await fetch(`${api}/-/ready`).catch(() => null))?.ok;
    }, PATIENT)
    .toBe(true);
  return async (alerts) => {
    const answer = await fetch(`${api}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(alerts),
    });
    if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
  };
}

/** As Prometheus posts an alert. */
function alertOf(labels: Record<string, string>, startsAt: Date, endsAt?: Date) {
  return {
    labels: {
      alertname: "QuotesErrorRateHigh",
      service_name: "quotes",
      span_name: "POST /quotes",
      deployment_environment_name: "production",
      ...labels,
    },
    annotations: { summary: "31% of requests to quotes fail", value: "31%", threshold: "1%" },
    startsAt: startsAt.toISOString(),
    ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
    generatorURL: "http://prometheus.acme.example:9090/graph?g0.expr=rate%28errors%5B5m%5D%29",
  };
}

/** What became of each alert, in the order in which it was heard. */
const story = () =>
  heard.flatMap(({ alerts }) => alerts.map(({ status, labels }) => `${labels.pod ?? "quotes"} ${status}`));

describe.skipIf(withoutAlertmanager)("Debian's own Alertmanager", () => {
  it("fires, resolves, and fires anew into the endpoint, by the configuration of the docs", async () => {
    const post = await start();
    const first = new Date(Date.now() - 5_000);
    await post([alertOf({}, first)]);
    await expect.poll(story, PATIENT).toEqual(["quotes firing"]);
    expect(heard[0]).toMatchObject({
      source: "alertmanager",
      repositories: ["acme/market"],
      alerts: [
        {
          status: "firing",
          service: "quotes",
          operation: "POST /quotes",
          environment: "production",
          symptom: "errors",
          value: 31,
          threshold: 1,
          startsAt: first.toISOString(),
        },
      ],
    });
    expect(heard[0]?.alerts[0]?.endsAt).toBeUndefined();
    await post([alertOf({}, first, new Date())]);
    await expect.poll(story, PATIENT).toEqual(["quotes firing", "quotes resolved"]);
    const again = new Date();
    await post([alertOf({}, again)]);
    await expect.poll(story, PATIENT).toEqual(["quotes firing", "quotes resolved", "quotes firing"]);
    const [fired, resolved, anew] = heard.map(({ alerts }) => alerts[0]);
    expect(new Set([fired?.key, resolved?.key, anew?.key]).size).toBe(1);
    expect(Date.parse(resolved?.endsAt ?? "")).toBeGreaterThanOrEqual(first.getTime());
    expect(Date.parse(anew?.startsAt ?? "")).toBeGreaterThan(Date.parse(resolved?.startsAt ?? ""));
  }, 120_000);

  it("sends a group as one delivery, and what changes in it as another", async () => {
    const post = await start();
    const at = new Date(Date.now() - 5_000);
    await post(["a", "b", "c"].map((pod) => alertOf({ pod }, at)));
    // The alerts are taken in one by one, so that what is sent first may lack the last of them: it is sent again whole.
    await expect
      .poll(
        () =>
          heard
            .at(-1)
            ?.alerts.map(({ status, labels }) => `${labels.pod} ${status}`)
            .sort(),
        PATIENT,
      )
      .toEqual(["a firing", "b firing", "c firing"]);
    await post([alertOf({ pod: "b" }, at, new Date())]);
    await expect.poll(story, PATIENT).toContain("b resolved");
    expect(
      heard
        .at(-1)
        ?.alerts.map(({ status, labels }) => `${labels.pod} ${status}`)
        .sort(),
    ).toEqual(["a firing", "b resolved", "c firing"]);
  }, 120_000);

  it("sends once more what was turned away under overload", async () => {
    overloaded = 2;
    const post = await start();
    await post([alertOf({}, new Date())]);
    await expect.poll(story, PATIENT).toEqual(["quotes firing"]);
    expect(overloaded).toBeLessThan(0);
  }, 120_000);
});

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
}
