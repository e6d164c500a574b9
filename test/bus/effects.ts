import { DatabaseSync } from "node:sqlite";
import type { Delivery } from "../../src/contracts/ports/bus.ts";
import { groupCommit } from "../../src/store/group-commit.ts";

export interface Effect {
  id: string;
  key: string;
  body: string;
  worker: string;
}

/**
 * What consumers in several processes do, in the order in which they did it. Acting and noting that it was done are one
 * transaction, so that a message that comes again is known, as consumers of a bus that delivers at least once must be.
 */
export function openEffects(file: string) {
  const database = new DatabaseSync(file);
  // A process that is killed leaves what it wrote to the machine, which is all that is killed here.
  database.exec("pragma journal_mode = wal; pragma synchronous = off; pragma busy_timeout = 30000;");
  database.exec(
    "create table if not exists effect (at integer primary key, id text, key text, body text, worker text); " +
      "create index if not exists effect_id on effect (id); " +
      "create table if not exists delivery (at integer primary key, id text, attempt integer)",
  );
  const known = database.prepare("select 1 from effect where id = ?");
  const insert = database.prepare("insert into effect (id, key, body, worker) values (?, ?, ?, ?)");
  const note = database.prepare("insert into delivery (id, attempt) values (?, ?)");
  const all = database.prepare("select id, key, body, worker from effect order by at");
  const counts = database.prepare(
    "select count(*) as effects, count(distinct id) as ids, (select count(*) from delivery) as deliveries from effect",
  );
  const group = groupCommit(database);
  return {
    act: (worker: string, { id, key, body, attempt }: Delivery) =>
      group.write(() => {
        note.run(id, attempt);
        if (known.get(id) === undefined) insert.run(id, key, body, worker);
      }),
    all: () => all.all() as unknown as Effect[],
    counts: () => counts.get() as { effects: number; ids: number; deliveries: number },
    close: () => database.close(),
  };
}
