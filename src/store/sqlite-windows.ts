import type { DatabaseSync } from "node:sqlite";
import type { Windows } from "../contracts/ports/windows.ts";

/** Scout's last snapshot. One that cannot be read counts as none: windows fill again by themselves. */
export function sqliteWindows(database: DatabaseSync): Windows {
  const select = database.prepare("select body from snapshot where name = 'windows'");
  const upsert = database.prepare(
    "insert into snapshot (name, body) values ('windows', ?) on conflict (name) do update set body = excluded.body",
  );
  return {
    async load() {
      const row = select.get() as { body: string } | undefined;
      if (!row) return null;
      try {
        return JSON.parse(row.body);
      } catch {
        return null;
      }
    },
    async save(snapshot) {
      upsert.run(JSON.stringify(snapshot));
    },
  };
}
