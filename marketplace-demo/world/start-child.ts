import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** How a child process ended; exactly one of the two is set. */
export type ChildExit = { code: number | null; signal: NodeJS.Signals | null };

export type Child = {
  name: string;
  pid: number;
  /** Where its stdout and stderr go. */
  logFile: string;
  exited: Promise<ChildExit>;
  running(): boolean;
  /** SIGTERM to the child's process group, SIGKILL after `grace` milliseconds; resolves when it has exited. */
  stop(grace?: number): Promise<void>;
};

export type ChildOptions = {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
};

const livingGroups = new Set<number>();

// The last line of defence: whatever ends this process, short of SIGKILL, takes the children with it.
process.on("exit", () => {
  for (const pid of livingGroups) signalGroup(pid, "SIGKILL");
});

/**
 * Starts a process in a group of its own, so that Ctrl-C in the terminal reaches only us (we then stop the
 * parts in order) and so that whatever it starts itself (npm, test runners) ends with it.
 *
 * Throws when the command cannot be started at all.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { flags: "a" });
  await once(log, "open");
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const exited = new Promise<ChildExit>((resolve) => {
    child.once("close", (code, signal) => {
      if (child.pid !== undefined) livingGroups.delete(child.pid);
      log.end();
      resolve({ code, signal });
    });
  });
  try {
    await once(child, "spawn");
  } catch (error) {
    throw new Error(`${options.name} could not be started: ${(error as Error).message}`);
  }
  const pid = child.pid as number;
  livingGroups.add(pid);
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    name: options.name,
    pid,
    logFile: options.logFile,
    exited,
    running,
    async stop(grace = 5_000) {
      if (running()) signalGroup(pid, "SIGTERM");
      const kill = setTimeout(() => signalGroup(pid, "SIGKILL"), grace);
      await exited;
      clearTimeout(kill);
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
