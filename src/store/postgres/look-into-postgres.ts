import { connectPostgres, type Postgres } from "./connect-postgres.ts";
import { POSTGRES_MIGRATIONS } from "./migrations.ts";

/** A function in a cloud has many siblings, and PostgreSQL few connections. */
const MOST_CONNECTIONS = 3;

/**
 * Opens the state that workers share for somebody who only reads it: nothing is brought to another form, and a role that
 * may only `select` is enough. Nothing is set at the start of a connection either, as poolers refuse that.
 *
 * @throws Error where it cannot be reached, or is of another release than this
 */
export async function lookIntoPostgres(url: string): Promise<Postgres> {
  const postgres = await connectPostgres(url, { max: MOST_CONNECTIONS });
  try {
    const version = await stateVersion(postgres);
    if (version !== POSTGRES_MIGRATIONS.length)
      throw new Error(
        `The state in DATABASE_URL is of another release (state ${version}, this one knows ${POSTGRES_MIGRATIONS.length}). ` +
          "Run the monitor from the release that the workers run; the first worker that starts brings the state to its form.",
      );
    return postgres;
  } catch (error) {
    await postgres.close();
    throw error;
  }
}

async function stateVersion(postgres: Postgres): Promise<number> {
  const { rows: there } = await postgres.query<{ table: string | null }>(
    "select to_regclass('state_version')::text as table",
  );
  if (there[0]?.table == null) return 0;
  const { rows } = await postgres.query<{ version: number }>("select version from state_version");
  return rows[0]?.version ?? 0;
}
