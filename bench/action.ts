import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark } from "./benchmark.ts";

const BUNDLE = join(import.meta.dirname, "../dist/action/index.js");
const RUNS = 9;
const WANTED_MS = 1_500;
const WANTED_BYTES = 6_000_000;

/**
 * The Action's one file, started as a runner starts it, nine times: how long until GitHub is asked the first question.
 * The GitHub here is a server that takes the time and answers nothing.
 */
export const action: Benchmark = async ({ progress }) => {
  const home = mkdtempSync(join(tmpdir(), "sre-space-cold-start-"));
  const event = join(home, "event.json");
  writeFileSync(event, "{}");
  let asked = Promise.withResolvers<number>();
  const server = createServer((request) => {
    asked.resolve(performance.now());
    request.socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const took: number[] = [];
  try {
    for (let run = 0; run < RUNS; run++) {
      progress("cold starts", run / RUNS);
      asked = Promise.withResolvers();
      const began = performance.now();
      const child = spawn(process.execPath, [BUNDLE], {
        cwd: home,
        stdio: "ignore",
        env: {
          PATH: process.env.PATH,
          GITHUB_EVENT_NAME: "schedule",
          GITHUB_EVENT_PATH: event,
          GITHUB_REPOSITORY: "acme/shop",
          GITHUB_API_URL: url,
          GITHUB_SERVER_URL: url,
          INPUT_TOKEN: "a-token",
        },
      });
      const over = new Promise<number>((exit) => child.once("close", () => exit(Number.NaN)));
      took.push((await Promise.race([asked.promise, over])) - began);
      child.kill("SIGKILL");
      await over;
    }
  } finally {
    await new Promise((closed) => server.close(closed));
    rmSync(home, { recursive: true, force: true });
  }
  took.sort((a, b) => a - b);
  const median = took[Math.floor(RUNS / 2)] ?? Number.NaN;
  const { size } = statSync(BUNDLE);
  return {
    section: { kilobytes: Math.round(size / 1024), first_call_ms: Math.round(median) },
    rows: [
      {
        what: "cold start to the first call, median",
        measured: `${Math.round(median)} ms`,
        wanted: `under ${WANTED_MS} ms`,
        met: median < WANTED_MS,
      },
      {
        what: "the file",
        measured: `${Math.round(size / 1024).toLocaleString("en")} KB`,
        wanted: "under 6 MB",
        met: size < WANTED_BYTES,
      },
    ],
  };
};
