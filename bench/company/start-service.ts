import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../test/service/free-port.ts";

const ROOT = join(import.meta.dirname, "../..");

export interface RunningService {
  url: string;
  pid: number;
  /** Where its output goes. */
  log: string;
  isRunning(): boolean;
  stop(): Promise<void>;
}

/**
 * The service as `npm start` runs it, in a process of its own; resolves once it is ready.
 *
 * @param group `cgroup.procs` of the control group that it is to begin in, with everything that it starts
 */
export async function startService(
  directory: string,
  environment: Record<string, string>,
  group: string | null = null,
): Promise<RunningService> {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, "service.log");
  const output = createWriteStream(log);
  const command = [
    process.execPath,
    ...(process.env.BENCH_PROFILE === undefined
      ? []
      : ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]),
    "--max-semi-space-size=16",
    join(ROOT, "bin/sre-space.js"),
    "serve",
  ];
  const enterGroup = 'if [ -n "$0" ]; then echo $$ > "$0"; fi; exec "$@"';
  const child = spawn("/bin/sh", ["-c", enterGroup, group ?? "", ...command], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      // As `npm start` has them: what other threads free goes back to the system (mallopt(3)).
      MALLOC_ARENA_MAX: "2",
      MALLOC_MMAP_THRESHOLD_: "65536",
      PORT: String(port),
      DATA_DIR: join(directory, "data"),
      ...environment,
    },
  });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (!isRunning())
      throw new Error(`The service ended while starting:\n${readFileSync(log, "utf8").slice(-3000)}`);
    await new Promise((again) => setTimeout(again, 100));
  }
  return {
    url,
    pid: child.pid as number,
    log,
    isRunning,
    async stop() {
      const gone = new Promise((exit) => child.once("exit", exit));
      child.kill("SIGTERM");
      const late = setTimeout(kill, 15_000);
      if (isRunning()) await gone;
      clearTimeout(late);
      process.off("exit", kill);
      output.end();
    },
  };
}
