import { Client } from "pg";

/** PostgreSQL's own code and words when a table cannot grow (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const DISK_FULL = "53100";
const WORDS = 'could not extend file "base/16384/16502": No space left on device';

/**
 * The database's disk is full: whatever writes a row fails as PostgreSQL fails then, reading goes on. No real disk is
 * filled, which a laptop would feel too; a trigger on each table says what the storage would.
 */
export async function fillDisk(databaseUrl: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: databaseUrl, application_name: "storage" });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  await client.query(
    `create function disk_full() returns trigger language plpgsql as $$
     begin
       raise exception using errcode = '${DISK_FULL}', message = '${WORDS}', hint = 'Check free disk space.';
     end $$`,
  );
  for (const { name } of rows) {
    await client.query(
      `create trigger disk_full before insert or update on ${name} for each statement execute function disk_full()`,
    );
  }
  return async () => {
    await client.query("drop function disk_full cascade");
    await client.end();
  };
}
