import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../service/free-port.ts";

/** Debian's redis-server on loopback, with everything on its disk, so that a stop loses nothing. */
export async function startRedis() {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-redis-"));
  const port = await freePort();
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", ""];
    server = spawn("/usr/bin/redis-server", [...args, "--appendonly", "yes", "--appendfsync", "always"], {
      stdio: "ignore",
    });
    while (!(await listens(port))) {
      if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`);
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  async function stop(): Promise<void> {
    const running = server;
    server = null;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    await ended;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    /** It comes back with `start`, on the same port, with what it had. */
    stop,
    async end() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1")
      .once("connect", () => {
        socket.destroy();
        answer(true);
      })
      .once("error", () => answer(false));
  });
}
