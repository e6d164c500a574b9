import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Forward migrations of the stored state, in order; the position is kept in SQLite's `user_version`.
 * A migration that has shipped is never edited: a correction is a new one.
 */
const migrations: readonly string[] = [
  `create table incident (
     id text primary key,
     version integer not null,
     repository text not null,
     closed integer not null,
     opened_at text not null,
     body text not null
   ) strict;
   create index incident_open on incident (closed, opened_at);
   create index incident_repository on incident (repository, opened_at);
   create table signal (
     key text primary key,
     position integer not null,
     received_at text not null,
     done integer not null default 0,
     body text not null
   ) strict;
   create index signal_pending on signal (done, position);
   create unique index signal_position on signal (position);
   create table paused (repository text primary key) strict;
   create table snapshot (name text primary key, body text not null) strict;
   create table lease (
     repository text primary key,
     token integer not null,
     holder text not null,
     until_ms integer not null
   ) strict;`,
  `create table spending (
     id integer primary key,
     repository text not null,
     incident text not null,
     day text not null,
     tokens integer not null,
     micro_usd integer not null
   ) strict;
   create index spending_day on spending (repository, day);
   create index spending_incident on spending (incident);`,
  `create table memory_journal (
     revision integer primary key autoincrement,
     incident text not null unique,
     repository text not null,
     body text not null
   ) strict;
   create index memory_journal_repository on memory_journal (repository, revision);`,
  `create index incident_acted on incident (repository, opened_at)
     where case when json_valid(body) then json_extract(body, '$.outcome.branch') end is not null;`,
  `drop index incident_acted;
   create index incident_acted on incident (repository, opened_at)
     where case when json_valid(body) then coalesce(json_extract(body, '$.outcome.branch'), json_extract(body, '$.attempts[0].at')) end is not null;`,
  `create table bus_entry (
     position integer primary key autoincrement,
     topic text not null,
     part integer not null,
     id text not null,
     key text not null,
     body text not null,
     attempt integer not null default 0
   ) strict;
   create index bus_entry_next on bus_entry (topic, part, position);
   create table bus_dead (
     letter integer primary key autoincrement,
     topic text not null,
     id text not null,
     key text not null,
     body text not null,
     attempts integer not null,
     reason text not null,
     at text not null
   ) strict;
   create table identity (id text not null) strict;
   create table bus_consumer (topic text not null, consumer text not null, primary key (topic, consumer)) strict;
   create table bus_part (topic text not null, part integer not null, consumer text not null, primary key (topic, part)) strict;`,
  // A signal that is laid aside is done (2), and says why.
  `alter table signal add column reason text;`,
  // What was found, by itself: of many incidents nothing else is asked. Where it lacks it stands in the body.
  `alter table incident add column anomaly text;
   create index incident_recent on incident (opened_at);`,
];

/**
 * Opens the state of one worker, and brings it to this release's form.
 *
 * Node's own SQLite serves: it needs no binary of its own. Write-ahead logging with `synchronous=full`
 * makes what was acknowledged survive a power cut (https://www.sqlite.org/pragma.html#pragma_synchronous).
 *
 * @param path a file, or ":memory:"
 * @throws Error where the file was written by a newer release
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  // A log that one long transaction blew up does not stay as large.
  database.exec(
    "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000; pragma journal_size_limit = 16777216;",
  );
  const row = database.prepare("pragma user_version").get() as { user_version: number };
  if (row.user_version > migrations.length) {
    database.close();
    throw new Error(
      `${path} was written by a newer release (state ${row.user_version}, this one knows ${migrations.length}). ` +
        "Start that release, or move the file away to begin anew.",
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < row.user_version) continue;
    database.exec(`begin immediate; ${migration}; pragma user_version = ${index + 1}; commit;`);
  }
  return database;
}
