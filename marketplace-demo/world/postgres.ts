import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { findFreePort } from "./find-free-port.ts";

export type Postgres = {
  port: number;
  /** postgres://… of a database on this cluster; another port leads through a switch, another host is a name for here. */
  url(database: string, port?: number, host?: string): string;
  createDatabase(name: string, template?: string): Promise<void>;
  stop(): Promise<void>;
};

const run = promisify(execFile);

const USER = "marketplace";
const PASSWORD = "marketplace";

/**
 * A real PostgreSQL on a free loopback port, with a fresh cluster in a temporary directory. It is held by a process
 * of its own that ends with us whatever happens to us, and takes the cluster along.
 *
 * Throws where the cluster cannot be made, with the log file to read.
 *
 * @param cluster `copyOf`: the files of a cluster that was stopped, to begin from; `keptIn`: where the files are to lie,
 * and to stay
 */
export async function startPostgres(
  logFile: string,
  cluster: { copyOf?: string; keptIn?: string } = {},
): Promise<Postgres> {
  const directory = cluster.keptIn ?? (await mkdtemp(join(tmpdir(), "marketplace-postgres-")));
  // Not by Node: the files belong to the user as whom PostgreSQL runs, and are some thousand.
  if (cluster.copyOf) await run("cp", ["-a", `${cluster.copyOf}/.`, directory]);
  const port = await findFreePort();
  const keeper = fork(join(import.meta.dirname, "keep-postgres.ts"), {
    env: {
      ...process.env,
      PG_DIRECTORY: directory,
      PG_PORT: String(port),
      PG_USER: USER,
      PG_PASSWORD: PASSWORD,
      PG_LOG: logFile,
      PG_KEEP: cluster.keptIn ? "yes" : "",
    },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    detached: true,
    execArgv: [],
  });
  const [first] = (await Promise.race([once(keeper, "message"), once(keeper, "exit")])) as unknown[];
  if (first !== "ready") {
    throw new Error(
      `PostgreSQL did not start. Read ${logFile}; if it says "permission denied", check that every directory above node_modules may be entered by other users.`,
    );
  }

  async function query(text: string): Promise<void> {
    const client = new Client({ connectionString: url("postgres") });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  const url = (database: string, through = port, host = "127.0.0.1") =>
    `postgres://${USER}:${PASSWORD}@${host}:${through}/${database}`;
  return {
    port,
    url,
    createDatabase: (name, template = "template1") =>
      query(`CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY wal_log`),
    async stop() {
      await stopKeeper(keeper);
      if (!cluster.keptIn) await rm(directory, { recursive: true, force: true });
    },
  };
}

async function stopKeeper(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  const exited = once(keeper, "exit");
  keeper.disconnect();
  const kill = setTimeout(() => keeper.kill("SIGKILL"), 10_000);
  await exited;
  clearTimeout(kill);
}
