import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Child, startChild } from "./start-child.ts";

const run = promisify(execFile);

export type Service = {
  child: Child;
  port: number;
  url: string;
  /** Names the marketplace's repository to the service's intake. */
  ingestToken: string;
  /** Where it keeps its state. */
  dataDirectory: string;
};

export type AppIdentity = { appId: string; privateKey: string; webhookSecret: string };

const START_TIMEOUT = 60_000;
const ROOT = join(import.meta.dirname, "../..");

/**
 * Starts SRE-Space as a process of its own, as an operator would: it gets the credentials of its App, the address of
 * the GitHub, and nothing about this world besides.
 */
export async function startService(options: {
  app: AppIdentity;
  /** host:port of the local GitHub. */
  githubHost: string;
  /** OWNER/REPO that the ingest token names. */
  repository: string;
  port: number;
  dataDirectory: string;
  ingestSecret: string;
  /** Whether it keeps the pace that github.com asks for; against a GitHub on loopback it does not by itself. */
  throttle: boolean;
  logFile: string;
}): Promise<Service> {
  const cli = join(ROOT, "bin/sre-space.js");
  if (!existsSync(cli)) throw new Error("bin/sre-space.js is not there: the service cannot be started.");
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: "production",
    APP_ID: options.app.appId,
    PRIVATE_KEY: options.app.privateKey,
    WEBHOOK_SECRET: options.app.webhookSecret,
    GHE_HOST: options.githubHost,
    GHE_PROTOCOL: "http",
    PORT: String(options.port),
    HOST: "127.0.0.1",
    DATA_DIR: options.dataDirectory,
    SRE_INGEST_SECRET: options.ingestSecret,
    ENV: "local",
    MALLOC_ARENA_MAX: "2",
    MALLOC_MMAP_THRESHOLD_: "65536",
    NO_SMEE_SETUP: "true",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "info",
  };
  if (options.throttle) environment.SRE_GITHUB_THROTTLE = "on";
  const child = await startChild({
    name: "sre-space",
    command: process.execPath,
    // This and the allocator's settings above as `npm start` has them.
    args: ["--max-semi-space-size=16", cli, "serve"],
    cwd: ROOT,
    env: environment,
    logFile: options.logFile,
  });
  const url = `http://127.0.0.1:${options.port}`;
  try {
    const [{ stdout }] = await Promise.all([
      run(process.execPath, [cli, "token", options.repository], { cwd: ROOT, env: environment }),
      waitUntilReady(child, `${url}/readyz`),
    ]);
    const ingestToken = stdout.trim().split("\n").at(-1)?.trim();
    if (!ingestToken) throw new Error("`sre-space token` printed no token.");
    return { child, port: options.port, url, ingestToken, dataDirectory: options.dataDirectory };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function waitUntilReady(child: Child, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  let last = "nobody listens";
  while (Date.now() < deadline) {
    if (!child.running()) throw new Error(`SRE-Space ended while starting; read ${child.logFile}`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await sleep(50);
  }
  throw new Error(
    `SRE-Space was not ready after ${START_TIMEOUT / 1_000} s (${last}); read ${child.logFile}`,
  );
}
