import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/** Names this state, for good: what travels names rows of it, and means nothing to anybody with another. */
export function stateId(database: DatabaseSync): string {
  database
    .prepare("insert into identity (id) select ? where not exists (select 1 from identity)")
    .run(randomUUID());
  return (database.prepare("select id from identity").get() as { id: string }).id;
}
