import type { DatabaseSync } from "node:sqlite";
import { Incident } from "../contracts/incident.ts";
import { type IncidentStore, StaleIncident } from "../contracts/ports/incident-store.ts";
import { DurableSignal } from "../contracts/signal.ts";
import { groupCommit } from "./group-commit.ts";
import { KEPT_INCIDENTS, type KeptIncidents } from "./kept-incidents.ts";
import { knownIncidents } from "./known-incidents.ts";
import { storedAnomaly } from "./stored-anomaly.ts";

/** How many signals that are done are remembered, so that a redelivery is known for what it is. */
const REMEMBERED_SIGNALS = 20_000;
/** Forgetting need not follow each of them at once. */
const PRUNE_EVERY = 500;
const DAY_MS = 24 * 3_600_000;
const MOST_REASON = 2_000;
/** What has ended is looked over for what is too old, or too much, with each so-manyeth. */
const FORGET_EVERY = 10;

/** Incidents and acknowledged signals in SQLite: the default, for one process. */
export function sqliteIncidents(
  database: DatabaseSync,
  /** Is told of a row that cannot be read; it stays where it is, for a person to look at. */
  unreadable: (key: string, reason: string) => void,
  group = groupCommit(database),
  kept: KeptIncidents = KEPT_INCIDENTS,
): IncidentStore {
  const insert = database.prepare(
    "insert into incident (id, version, repository, closed, opened_at, body, anomaly) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
  );
  const update = database.prepare(
    "update incident set version = ?, closed = ?, body = ?, anomaly = ? where id = ? and version = ?",
  );
  const byId = database.prepare("select id, version from incident where id = ?");
  const whole = database.prepare("select id, body from incident where id = ?");
  const anomalyOf = database.prepare(
    "select id, repository, coalesce(anomaly, body) as found from incident where id = ?",
  );
  const open = database.prepare("select id, version from incident where closed = 0 order by opened_at");
  const openNames = database.prepare(
    "select id, repository from incident where closed = 0 order by opened_at",
  );
  const recentNames = database.prepare(
    "select id, version, repository from incident order by opened_at desc limit ?",
  );
  const recent = database.prepare("select id, version from incident order by opened_at desc limit ?");
  const ofRepository = database.prepare(
    "select id, version from incident where repository = ? order by opened_at desc limit ?",
  );
  const acted = database.prepare(
    "select id, version from incident where repository = ? and case when json_valid(body) then coalesce(json_extract(body, '$.outcome.branch'), json_extract(body, '$.attempts[0].at')) end is not null order by opened_at desc limit ?",
  );
  const keep = database.prepare(
    "insert into signal (key, position, received_at, body) values (?, (select coalesce(max(position), 0) + 1 from signal), ?, ?) on conflict do nothing",
  );
  const pending = database.prepare("select key from signal where done = 0 order by position");
  const signalOf = database.prepare("select body from signal where key = ? and done = 0");
  // A signal that is done keeps its key alone: what a person or a sender wrote is not kept longer than needed.
  const done = database.prepare("update signal set done = 1, body = '' where key = ?");
  const prune = database.prepare(
    "delete from signal where done = 1 and position <= (select coalesce(max(position), 0) from signal) - ?",
  );
  const bury = database.prepare("update signal set done = 2, reason = ? where key = ? and done = 0");
  const letters = database.prepare(
    "select key, received_at, reason, body from signal where done = 2 order by position limit ?",
  );
  const exhume = database.prepare("update signal set done = 0, reason = null where key = ? and done = 2");
  let sincePruned = 0;
  const tooOld = database.prepare(
    "delete from incident where closed = 1 and opened_at < ? and id not in (select id from incident where closed = 1 order by opened_at desc limit ?)",
  );
  // Sizes alone are read, and no body: https://www.sqlite.org/lang_corefunc.html#octet_length
  const tooMuch = database.prepare(
    `delete from incident where id in (
       select id from (
         select id, row_number() over newest as place, sum(octet_length(body)) over newest as bytes
         from incident where closed = 1 window newest as (order by opened_at desc, id desc)
       ) where place > ? and bytes > ?
     )`,
  );
  let sinceForgotten = 0;

  function forget(now: number): void {
    if (sinceForgotten++ % FORGET_EVERY !== 0) return;
    tooOld.run(new Date(now - kept.days * DAY_MS).toISOString(), kept.least);
    tooMuch.run(kept.least, kept.bytes);
  }
  const isPaused = database.prepare("select 1 from paused where repository = ?");
  const pause = database.prepare("insert into paused (repository) values (?) on conflict do nothing");
  const resume = database.prepare("delete from paused where repository = ?");

  const known = knownIncidents();
  // One that cannot be read (written by another release, or damaged) must not keep the others from their end.
  const read = (row: unknown): Incident[] => {
    const name = row as { id: string; version: number };
    const held = known.at(name);
    if (held) return [held];
    const { body } = whole.get(name.id) as { body: string };
    const incident = Incident.safeParse(parseJson(body));
    if (!incident.success) {
      unreadable(name.id, incident.error.message);
      return [];
    }
    known.keep(incident.data);
    return [incident.data];
  };

  return {
    async put(incident) {
      const body = JSON.stringify(incident);
      const anomaly = JSON.stringify(incident.anomaly);
      // Closed, shown as closed, and remembered: a crash in between must not leave an open issue behind, or a lesson.
      const closed =
        incident.closed && incident.issue?.state === "closed" && incident.remembered !== null ? 1 : 0;
      const { changes } =
        incident.version === 0
          ? insert.run(incident.id, 0, incident.repository, closed, incident.openedAt, body, anomaly)
          : update.run(incident.version, closed, body, anomaly, incident.id, incident.version - 1);
      if (changes === 0) throw new StaleIncident(incident.id, incident.version);
      known.keep(incident);
      if (closed) forget(Date.parse(incident.updatedAt));
    },
    async get(id) {
      const row = byId.get(id);
      return (row && read(row)[0]) ?? null;
    },
    async open() {
      return open.all().flatMap(read);
    },
    async openNames() {
      return openNames.all() as { id: string; repository: string }[];
    },
    async recent(limit) {
      return recent.all(limit).flatMap(read);
    },
    async recentAnomalies(limit) {
      const rows = recentNames.all(limit) as { id: string; version: number; repository: string }[];
      return rows.flatMap((name) => {
        const held = known.at(name);
        if (held) return [{ repository: name.repository, anomaly: held.anomaly }];
        const row = anomalyOf.get(name.id) as { id: string; repository: string; found: string };
        return storedAnomaly(row, unreadable);
      });
    },
    async ofRepository(repository, limit) {
      return ofRepository.all(repository, limit).flatMap(read);
    },
    async acted(repository, limit) {
      return acted.all(repository, limit).flatMap(read);
    },
    async acknowledge(key, signal) {
      const body = JSON.stringify(signal);
      return group.write(() => keep.run(key, signal.receivedAt, body).changes > 0);
    },
    async pending() {
      group.flush();
      return pending.all().map((row) => (row as { key: string }).key);
    },
    async signal(key) {
      const row = signalOf.get(key) as { body: string } | undefined;
      if (row === undefined) return null;
      const read = DurableSignal.safeParse(parseJson(row.body));
      if (!read.success) unreadable(key, read.error.message);
      return read.success ? read.data : null;
    },
    async done(key) {
      // No sender waits for it, and after a storm of alerts thousands come at once.
      await group.writeLater(() => {
        done.run(key);
        if (++sincePruned % PRUNE_EVERY === 0) prune.run(REMEMBERED_SIGNALS);
      });
    },
    async leave() {
      // There is nobody else.
    },
    async bury(key, reason) {
      bury.run(reason.slice(0, MOST_REASON), key);
    },
    async letters(limit) {
      return letters.all(limit).map((row) => {
        const { key, received_at, reason, body } = row as Record<
          "key" | "received_at" | "reason" | "body",
          string
        >;
        const signal = DurableSignal.safeParse(parseJson(body));
        return { key, receivedAt: received_at, reason, signal: signal.success ? signal.data : null };
      });
    },
    async exhume(key) {
      return exhume.run(key).changes > 0;
    },
    async paused(repository) {
      return isPaused.get(repository) !== undefined;
    },
    async setPaused(repository, paused) {
      (paused ? pause : resume).run(repository);
    },
    async close() {
      group.flush();
      database.close();
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
