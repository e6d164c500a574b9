import type { DatabaseSync } from "node:sqlite";
import type { Windows } from "../contracts/ports/windows.ts";

/** Scout's last snapshot, in pieces. One that cannot be read counts as none: windows fill again by themselves. */
export function sqliteWindows(database: DatabaseSync): Windows {
  const select = database.prepare("select body from snapshot order by name");
  const upsert = database.prepare(
    "insert into snapshot (name, body) values (?, ?) on conflict (name) do update set body = excluded.body",
  );
  const remove = database.prepare("delete from snapshot where name = ?");
  return {
    async load() {
      return (select.all() as { body: string }[]).flatMap(({ body }) => {
        try {
          return [JSON.parse(body) as unknown];
        } catch {
          return [];
        }
      });
    },
    async save(parts) {
      database.exec("begin immediate");
      try {
        for (const { name, body } of parts) {
          if (body === null) remove.run(name);
          else upsert.run(name, body);
        }
        database.exec("commit");
      } catch (error) {
        // SQLite has taken it back by itself where the disk is full.
        if (database.isTransaction) database.exec("rollback");
        throw error;
      }
    },
  };
}
