import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";

/** What was acknowledged and is not done, and what was laid aside for a person, by key. */
export async function leftOver(data: string, databaseUrl: string | undefined): Promise<string[]> {
  if (databaseUrl === undefined) {
    const database = new DatabaseSync(join(data, "state.sqlite"), { readOnly: true });
    try {
      const rows = database.prepare("select key from signal where done <> 1").all();
      return (rows as { key: string }[]).map(({ key }) => key);
    } finally {
      database.close();
    }
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query("select key from signal where not done or reason is not null");
    return (rows as { key: string }[]).map(({ key }) => key);
  } finally {
    await client.end();
  }
}
