import type { DatabaseSync } from "node:sqlite";
import { type MemoryJournal, Recollection } from "../contracts/ports/memory.ts";

/** With the memory gone for months, the oldest are given up. */
const MOST_WAITING = 2_000;

/**
 * What waits to be remembered, in the same file as the incidents. A row that cannot be read, because another release
 * wrote it, teaches nothing and is dropped.
 */
export function sqliteMemoryJournal(database: DatabaseSync): MemoryJournal {
  // A row that is replaced gets a revision that was never given before.
  const keep = database.prepare(
    "insert or replace into memory_journal (incident, repository, body) values (?, lower(?), ?)",
  );
  const prune = database.prepare(
    "delete from memory_journal where revision not in (select revision from memory_journal order by revision desc limit ?)",
  );
  const oldest = database.prepare("select revision, body from memory_journal order by revision limit ?");
  const ofRepository = database.prepare(
    "select revision, body from memory_journal where repository = lower(?) order by revision desc",
  );
  const count = database.prepare("select count(*) as rows from memory_journal");
  const done = database.prepare("delete from memory_journal where incident = ? and revision = ?");
  const drop = database.prepare("delete from memory_journal where revision = ?");

  const read = (row: unknown) => {
    const { revision, body } = row as { revision: number; body: string };
    const recollection = Recollection.safeParse(parseJson(body));
    if (recollection.success) return [{ recollection: recollection.data, revision }];
    drop.run(revision);
    return [];
  };
  return {
    keep(recollection) {
      keep.run(recollection.incident, recollection.repository, JSON.stringify(recollection));
      prune.run(MOST_WAITING);
    },
    waiting: (limit) => oldest.all(limit).flatMap(read),
    ofRepository: (repository) =>
      ofRepository
        .all(repository)
        .flatMap(read)
        .map(({ recollection }) => recollection),
    count: () => (count.get() as { rows: number }).rows,
    done(incident, revision) {
      done.run(incident, revision);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
