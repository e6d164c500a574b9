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
  limits: { max: number } & Pick<PoolConfig, "statement_timeout" | "idleTimeoutMillis">,
  { connectMs, patienceMs } = { connectMs: CONNECT_MS, patienceMs: PATIENCE_MS },
): Promise<Postgres> {
  const pool: Pool = new (await import("pg")).default.Pool({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    application_name: "sre-space",
    ...limits,
  });
  pool.on("error", () => {
    // A connection that nobody used has ended. Whoever needs one opens another.
  });

  /** Whoever waits for a connection, in the order in which they came. */
  const line: (() => void)[] = [];
  let busy = 0;
  /** When PostgreSQL last did what it was asked for. */
  let answered = Number.NEGATIVE_INFINITY;

  /**
   * The pool would count a wait behind our own statements as PostgreSQL being away, so that with hundreds of incidents at once
   * steps fail, leases are not renewed in time, and all of it is done again.
   */
  async function inTurn<T>(run: (askedAt: number) => Promise<T>): Promise<T> {
    const askedAt = performance.now();
    if (busy < limits.max) busy++;
    else await new Promise<void>((turn) => line.push(turn));
    try {
      return await run(askedAt);
    } finally {
      const next = line.shift();
      if (next) next();
      else busy--;
    }
  }

  async function patiently<T>(askedAt: number, run: (again: boolean) => Promise<T>): Promise<T> {
    for (let again = false; ; again = true) {
      try {
        const answer = await run(again);
        answered = performance.now();
        return answer;
      } catch (error) {
        const since = Math.max(askedAt, answered);
        if (!isAway(error) || performance.now() > since + patienceMs) throw error;
        await new Promise<void>((later) => setTimeout(later, RETRY_MS));
      }
    }
  }

  return {
    query: <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      inTurn((askedAt) =>
        patiently(askedAt, async (again) => {
          const { rows, rowCount } = await pool.query<Row>(text, [...values]);
          return { rows, count: rowCount ?? 0, again };
        }),
      ),
    transaction: (run) =>
      inTurn(async (askedAt) => {
        const client = await patiently(askedAt, () => pool.connect());
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
      }),
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
