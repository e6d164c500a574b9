import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { GIT_ENV } from "./run-git.ts";

/**
 * Compare-and-swap of refs through a long-lived `git update-ref --stdin`, one transaction at a time. Git ends the
 * process when a transaction fails; the next one starts another.
 */
export type RefUpdater = {
  /** False when the ref does not stand at `before`; forty zeros mean that it is not there. */
  swap(name: string, before: string, after: string): Promise<boolean>;
  close(): void;
};

export function openRefUpdater(dir: string): RefUpdater {
  let child: ChildProcessWithoutNullStreams | null = null;
  let output = "";
  let turn: Promise<unknown> = Promise.resolve();
  let settle: ((done: boolean) => void) | null = null;

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn("git", ["--git-dir", dir, "update-ref", "--stdin"], { env: GIT_ENV });
    started.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("commit: ok\n")) finish(true);
    });
    started.stderr.resume();
    started.stdin.on("error", () => {});
    const ended = () => {
      if (child !== started) return;
      child = null;
      finish(false);
    };
    started.on("error", ended);
    started.on("exit", ended);
    return started;
  }

  function finish(done: boolean): void {
    output = "";
    settle?.(done);
    settle = null;
  }

  function transact(name: string, before: string, after: string): Promise<boolean> {
    return new Promise((resolve) => {
      settle = resolve;
      child ??= start();
      const change = /^0+$/.test(after) ? `delete ${name} ${before}` : `update ${name} ${after} ${before}`;
      child.stdin.write(`start\n${change}\nprepare\ncommit\n`);
    });
  }

  return {
    swap(name, before, after) {
      // A space or line break would be read as another word of the command.
      if (/[\s\0]/.test(name)) return Promise.resolve(false);
      const result = turn.then(() => transact(name, before, after));
      turn = result;
      return result;
    },
    close() {
      const ending = child;
      child = null;
      finish(false);
      ending?.stdin.end();
      ending?.kill();
    },
  };
}
