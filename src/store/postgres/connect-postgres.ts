import type { Pool, PoolClient, PoolConfig, QueryResultRow } from "pg";

const CONNECT_MS = 3_000;
/** A restart of PostgreSQL is waited out for so long: GitHub gives up a webhook after ten seconds. */
const PATIENCE_MS = 8_000;
const RETRY_MS = 200;

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
 * A pool of connections that waits a restart of PostgreSQL out. Nothing is asked yet. The client is loaded here, so that a
 * service without PostgreSQL has nothing of it.
 */
export async function connectPostgres(
  url: string,
  limits: Pick<PoolConfig, "max" | "statement_timeout">,
): Promise<Postgres> {
  const pool: Pool = new (await import("pg")).default.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: "sre-space",
    ...limits,
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

  return {
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
