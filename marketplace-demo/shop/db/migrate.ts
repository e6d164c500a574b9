import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { requiredEnv } from "../packages/config/required-env.ts";

// Any number does, as long as nothing else in this database locks the same one.
const MIGRATION_LOCK = 420_017;

/**
 * Applies the files of db/migrations that this database has not seen, in the order of their names, each in a
 * transaction of its own. Two processes may call it at once; the second waits and finds nothing to do.
 * @returns the names of the applied files.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const folder = new URL("./migrations/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(
      "create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())",
    );
    const seen = await client.query<{ name: string }>("select name from migrations");
    const applied = new Set(seen.rows.map((row) => row.name));
    const due = files.filter((name) => !applied.has(name)).sort();
    for (const name of due) {
      await client.query("begin");
      await client.query(readFileSync(new URL(name, folder), "utf8"));
      await client.query("insert into migrations (name) values ($1)", [name]);
      await client.query("commit");
    }
    return due;
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  const applied = await migrate(requiredEnv("DATABASE_URL"));
  console.log(applied.length > 0 ? `applied ${applied.join(", ")}` : "nothing to migrate");
}
