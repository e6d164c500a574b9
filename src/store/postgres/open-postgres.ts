import type { Pool, PoolClient, QueryResultRow } from "pg";
import { POSTGRES_MIGRATIONS } from "./migrations.ts";

const CONNECT_MS = 3_000;
const STATEMENT_MS = 10_000;
const MOST_CONNECTIONS = 10;
/** A restart of PostgreSQL is waited out for so long: GitHub gives up a webhook after ten seconds. */
const PATIENCE_MS = 8_000;
const RETRY_MS = 200;
/** Any number that no other program locks: "sre" in ASCII. */
const MIGRATING = 0x737265;

export interface Postgres {
  /** Runs one statement. While PostgreSQL is away it is tried again for a few seconds; `again` says that it may have run. */
  query<Row extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; count: number; again: boolean }>;
  /** Runs statements of which all are done, or none. Not tried again. */
  transaction<T>(run: (client: PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the state that several workers share, and brings it to this release's form: workers that start at the same moment
 * wait for the first of them. The client is loaded here, so that a service without PostgreSQL has nothing of it.
 *
 * @param migrations the first so many of all, where an older state is wanted
 * @throws Error where it cannot be reached, or was written by a newer release
 */
export async function openPostgres(
  url: string,
  migrations: readonly string[] = POSTGRES_MIGRATIONS,
): Promise<Postgres> {
  const pool: Pool = new (await import("pg")).default.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    application_name: "sre-space",
  });
  pool.on("error", () => {
    // A connection that nobody used has ended. Whoever needs one opens another.
  });

  async function patiently<T>(run: (again: boolean) => Promise<T>): Promise<T> {
    const patience = performance.now() + PATIENCE_MS;
    for (let again = false; ; again = true) {
      try {
        return await run(again);
      } catch (error) {
        if (!isAway(error) || performance.now() > patience) throw error;
        await new Promise<void>((later) => setTimeout(later, RETRY_MS));
      }
    }
  }

  const postgres: Postgres = {
    query: <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      patiently(async (again) => {
        const { rows, rowCount } = await pool.query<Row>(text, [...values]);
        return { rows, count: rowCount ?? 0, again };
      }),
    async transaction(run) {
      const client = await patiently(() => pool.connect());
      let failed: Error | undefined;
      try {
        await client.query("begin");
        const answer = await run(client);
        await client.query("commit");
        return answer;
      } catch (error) {
        failed = error as Error;
        await client.query("rollback").catch(() => {
          // The connection is gone, and with it the transaction.
        });
        throw error;
      } finally {
        client.release(failed !== undefined && isAway(failed));
      }
    },
    close: () => pool.end(),
  };
  try {
    await migrate(postgres, migrations);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return postgres;
}

async function migrate(postgres: Postgres, migrations: readonly string[]): Promise<void> {
  await postgres.transaction(async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATING]);
    await client.query("create table if not exists state_version (version integer not null)");
    const { rows } = await client.query<{ version: number }>("select version from state_version");
    const version = rows[0]?.version ?? 0;
    if (version > migrations.length)
      throw new Error(
        `DATABASE_URL was written by a newer release (state ${version}, this one knows ${migrations.length}). ` +
          "Start that release, or name another database.",
      );
    for (const migration of migrations.slice(version)) await client.query(migration);
    await client.query("delete from state_version");
    await client.query("insert into state_version (version) values ($1)", [migrations.length]);
  });
}

/** Whether PostgreSQL was not there, rather than refused: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isAway(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined)
    return (
      /^(?:08|57P0[1-3]|53300)/.test(code) ||
      ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"].includes(code)
    );
  return /Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(message ?? "");
}
