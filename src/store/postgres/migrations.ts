/**
 * Forward migrations of the shared state, in order. A migration that has shipped is never edited: a correction is a new
 * one. `bench/` and tests open older states with the first few of them.
 */
export const POSTGRES_MIGRATIONS: readonly string[] = [
  `create table incident (
     id text primary key,
     version integer not null,
     repository text not null,
     closed boolean not null,
     acted boolean not null,
     opened_at text not null,
     body text not null
   );
   create index incident_open on incident (opened_at) where not closed;
   create index incident_recent on incident (opened_at desc);
   create index incident_repository on incident (repository, opened_at desc);
   create index incident_acted on incident (repository, opened_at desc) where acted;
   create table signal (
     key text primary key,
     position bigserial not null,
     received_at text not null,
     done boolean not null default false,
     body text not null
   );
   create index signal_pending on signal (position) where not done;
   create index signal_position on signal (position);
   create table paused (repository text primary key);
   create table lease (
     repository text primary key,
     token bigint not null,
     holder text not null,
     until timestamptz not null
   );
   create table spending (
     id bigserial primary key,
     repository text not null,
     incident text not null,
     day text not null,
     tokens bigint not null,
     micro_usd bigint not null
   );
   create index spending_day on spending (repository, day);
   create index spending_incident on spending (incident);`,
  // Several workers: whose a signal is, by what must be acted on in order, and who is there to act.
  `alter table signal add column ordering text not null default '';
   alter table signal add column worker text;
   alter table signal add column reason text;
   create table worker (name text primary key, until timestamptz not null);
   create table identity (id text not null, single boolean primary key default true check (single));`,
  // A monitor that runs apart: what a worker knows in its memory alone, and what nobody may be shown.
  `alter table worker add column status text;
   create table redaction (repository text primary key, patterns text not null);`,
  // What was found, by itself: of many incidents nothing else is asked. Where it lacks it stands in the body.
  `alter table incident add column anomaly text;`,
  // Telemetry that comes to any worker: which of them watches a repository, and the windows that another goes on with.
  `create table watcher (
     repository text primary key,
     worker text not null,
     token bigint not null,
     until timestamptz not null
   );
   create table windows (
     repository text not null,
     name text not null,
     body text not null,
     primary key (repository, name)
   );`,
];
