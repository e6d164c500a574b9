import { connectPostgres, type Postgres } from "./connect-postgres.ts";
import { POSTGRES_MIGRATIONS } from "./migrations.ts";

const STATEMENT_MS = 10_000;
const MOST_CONNECTIONS = 10;
/** Any number that no other program locks: "sre" in ASCII. */
const MIGRATING = 0x737265;

/**
 * Opens the state that several workers share, and brings it to this release's form: workers that start at the same moment
 * wait for the first of them.
 *
 * @param migrations the first so many of all, where an older state is wanted
 * @throws Error where it cannot be reached, or was written by a newer release
 */
export async function openPostgres(
  url: string,
  migrations: readonly string[] = POSTGRES_MIGRATIONS,
): Promise<Postgres> {
  const postgres = await connectPostgres(url, { max: MOST_CONNECTIONS, statement_timeout: STATEMENT_MS });
  try {
    await migrate(postgres, migrations);
  } catch (error) {
    await postgres.close();
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
