import pg from "pg";
import { z } from "zod";
import { loadConfig } from "../config/load-config.ts";
import { log } from "../telemetry/log.ts";

const databaseConfig = z.object({
  pool: z.object({
    max: z.int().positive(),
    idle_timeout_ms: z.int().nonnegative(),
    connection_timeout_ms: z.int().positive(),
  }),
  statement_timeout_ms: z.int().positive(),
});

// Dates stay calendar days ("2026-04-01"): a Date would drag the server's time zone into cover periods.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A connection pool as `config/database.yml` describes it. */
export function createPool(connectionString: string, applicationName: string): pg.Pool {
  const config = loadConfig("database", databaseConfig);
  const pool = new pg.Pool({
    connectionString,
    application_name: applicationName,
    max: config.pool.max,
    idleTimeoutMillis: config.pool.idle_timeout_ms,
    connectionTimeoutMillis: config.pool.connection_timeout_ms,
    statement_timeout: config.statement_timeout_ms,
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on("error", (error) => log.warn("an idle database connection was lost", { reason: error.message }));
  return pool;
}
