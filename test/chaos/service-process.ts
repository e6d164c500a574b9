import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export interface ServiceProcess {
  /** Begins it; resolves once it is ready. */
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
  /** Begins it, and does not wait. */
  begin(environment?: Readonly<Record<string, string>>): void;
  /** `kill -9`; resolves once the process is gone. */
  kill(): Promise<void>;
  /** As an operator stops it. */
  stop(): Promise<void>;
  ready(): Promise<boolean>;
  runs(): boolean;
  pid(): number;
  said(): string;
}

/**
 * The service as people start it, in a process of its own.
 *
 * @param environment what it is given each time; `start` may give more
 * @param log the file to which goes what it says
 */
export function serviceProcess(
  url: string,
  directory: string,
  environment: Readonly<Record<string, string>>,
  log: string,
): ServiceProcess {
  let child: ChildProcess | null = null;
  const output = createWriteStream(log, { flags: "a" });
  const runs = () => child !== null && child.exitCode === null && child.signalCode === null;

  function begin(more: Readonly<Record<string, string>> = {}): void {
    const started = spawn(
      process.execPath,
      ["--max-semi-space-size=16", join(ROOT, "bin/sre-space.js"), "serve"],
      {
        cwd: directory,
        stdio: ["ignore", "pipe", "pipe"],
        env: { PATH: process.env.PATH, ...environment, ...more },
      },
    );
    child = started;
    started.stdout?.pipe(output, { end: false });
    started.stderr?.pipe(output, { end: false });
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const gone = child;
    if (!gone || !runs()) return;
    const exited = new Promise((exit) => gone.once("exit", exit));
    gone.kill(signal);
    await exited;
  }
  const ready = async () =>
    (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(() => null))?.ok === true;
  const said = () => readFileSync(log, "utf8");

  return {
    begin,
    async start(more) {
      begin(more);
      while (!(await ready())) {
        if (!runs()) throw new Error(`The service ended while it started:\n${said().slice(-3000)}`);
        await new Promise((again) => setTimeout(again, 50));
      }
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    ready,
    runs,
    pid: () => child?.pid ?? 0,
    said,
  };
}
