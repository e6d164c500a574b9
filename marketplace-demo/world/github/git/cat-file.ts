import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { GIT_ENV } from "./run-git.ts";

export type GitObject = { oid: string; type: "blob" | "tree" | "commit" | "tag"; content: Buffer };
export type ObjectInfo = { oid: string; type: GitObject["type"]; size: number };

type Waiting = {
  wantsContent: boolean;
  resolve: (value: GitObject | ObjectInfo | null) => void;
  reject: (error: Error) => void;
};

/** A long-lived `git cat-file --batch-command`: an object read costs a fraction of a millisecond, not a process. */
export type CatFile = {
  read(name: string): Promise<GitObject | null>;
  info(name: string): Promise<ObjectInfo | null>;
  close(): void;
};

export function openCatFile(dir: string): CatFile {
  let child: ChildProcessWithoutNullStreams | null = null;
  let chunks: Buffer[] = [];
  let buffered = 0;
  let wanted = 0;
  const queue: Waiting[] = [];

  function take(): boolean {
    const waiting = queue[0];
    if (!waiting || buffered === 0 || buffered < wanted) return false;
    const data = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    chunks = [data];
    const newline = data.indexOf(10);
    if (newline < 0) return false;
    const header = data.subarray(0, newline).toString();
    const match = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(header);
    let used = newline + 1;
    let value: GitObject | ObjectInfo | null = null;
    if (match) {
      const [, oid, type, size] = match as unknown as [string, string, GitObject["type"], string];
      if (waiting.wantsContent) {
        used += Number(size) + 1;
        if (buffered < used) {
          wanted = used;
          return false;
        }
        value = { oid, type, content: Buffer.from(data.subarray(newline + 1, used - 1)) };
      } else value = { oid, type, size: Number(size) };
    }
    wanted = 0;
    chunks = used < data.length ? [data.subarray(used)] : [];
    buffered -= used;
    queue.shift();
    waiting.resolve(value);
    return true;
  }

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn("git", ["--git-dir", dir, "cat-file", "--batch-command"], { env: GIT_ENV });
    started.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      buffered += chunk.length;
      while (take());
    });
    started.stderr.resume();
    started.stdin.on("error", () => {});
    started.on("error", (error) => fail(error));
    started.on("exit", () => {
      if (child === started) fail(new Error(`git cat-file ended in ${dir}`));
    });
    started.unref();
    return started;
  }

  function fail(error: Error): void {
    child = null;
    chunks = [];
    buffered = 0;
    wanted = 0;
    for (const waiting of queue.splice(0)) waiting.reject(error);
  }

  function ask(command: "contents" | "info", name: string): Promise<GitObject | ObjectInfo | null> {
    // A line break would end the request and shift every later answer.
    if (/[\n\0]/.test(name) || name === "") return Promise.resolve(null);
    child ??= start();
    return new Promise((resolve, reject) => {
      queue.push({ wantsContent: command === "contents", resolve, reject });
      child!.stdin.write(`${command} ${name}\n`);
    });
  }

  return {
    read: (name) => ask("contents", name) as Promise<GitObject | null>,
    info: (name) => ask("info", name) as Promise<ObjectInfo | null>,
    close() {
      const ending = child;
      fail(new Error("the repository was closed"));
      ending?.stdin.end();
      ending?.kill();
    },
  };
}
