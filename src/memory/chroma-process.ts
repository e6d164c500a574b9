import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { sanitise } from "../safety/sanitise.ts";

export interface ChromaProcess {
  url: string;
  pid: number;
  alive(): boolean;
  /** Ends it, and waits until it has. What it was told is on the disk by then: SQLite sees to that. */
  stop(): Promise<void>;
}

/** A machine under load takes seconds to bring it up. */
const START_MS = 30_000;
const POLL_MS = 25;
const ATTEMPTS = 3;
const TAIL = 600;

/**
 * Runs beside Chroma in its process. Standard input is a pipe on which nothing is written: its end is the end of
 * whoever started it, however that came. A Chroma that outlived a killed service would hold the files that the next
 * one opens.
 */
const WATCH_PARENT = `
  const { Socket } = require("node:net");
  const end = () => process.kill(process.pid, "SIGKILL");
  new Socket({ fd: 0 }).on("error", end).on("close", end).resume();
`;

/** Chroma's own command line never gives its thread back, so that the watch must be up before it begins. */
const PROGRAM = `
  import { once } from "node:events";
  import { Worker } from "node:worker_threads";
  await once(new Worker(${JSON.stringify(WATCH_PARENT)}, { eval: true, execArgv: [] }), "online");
  await import(${JSON.stringify(pathToFileURL(join(dirname(fileURLToPath(import.meta.resolve("chromadb"))), "cli.mjs")).href)});
`;

/**
 * Starts Chroma's server from its npm package, on loopback and a free port, with its data in that folder. It is
 * given nothing of our environment but where programs are.
 *
 * @param port where it must be the same as before
 * @throws Error with the last words of the process where it does not come up
 */
export async function startChromaProcess(directory: string, port?: number): Promise<ChromaProcess> {
  mkdirSync(directory, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(directory, port ?? (await freePort()));
    } catch (error) {
      // The port may have been taken in between.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOnce(directory: string, port: number): Promise<ChromaProcess> {
  const url = `http://127.0.0.1:${port}`;
  // Another's answers would be taken for its own.
  if (await answers(url)) throw new Error(`Chroma cannot start: another one answers at port ${port}.`);
  const command = ["run", "--path", directory, "--host", "127.0.0.1", "--port", String(port)];
  const child = spawn(
    process.execPath,
    ["--max-old-space-size=64", "--input-type=module", "-e", PROGRAM, "chroma", ...command],
    { stdio: ["pipe", "pipe", "pipe"], env: { PATH: process.env.PATH ?? "", HOME: directory } },
  );
  let tail = "";
  for (const output of [child.stdout, child.stderr])
    output?.setEncoding("utf8").on("data", (text: string) => {
      tail = (tail + text).slice(-TAIL);
    });
  child.on("error", (error) => {
    tail = error.message;
  });
  child.stdin?.on("error", () => {});
  // Whoever waits for the service to end does not wait for its children.
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr])
    (pipe as unknown as { unref?(): void })?.unref?.();

  const until = Date.now() + START_MS;
  while (isAlive(child) && Date.now() < until) {
    if ((await answers(url)) && isAlive(child))
      return { url, pid: child.pid ?? 0, alive: () => isAlive(child), stop: () => stop(child) };
    await after(POLL_MS);
  }
  const why = isAlive(child) ? `did not answer within ${START_MS / 1000} s` : "ended while starting";
  await stop(child);
  throw new Error(`Chroma ${why}: ${sanitise(tail, 300) || "it said nothing"}`);
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/v2/heartbeat`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return;
  const exited = once(child, "exit");
  child.ref();
  child.kill("SIGKILL");
  await exited;
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address ? address.port : 0));
    });
  });
}
