import { Incident } from "../../contracts/incident.ts";
import { type IncidentStore, LeaseLost, StaleIncident } from "../../contracts/ports/incident-store.ts";
import { DurableSignal } from "../../contracts/signal.ts";
import { KEPT_INCIDENTS, type KeptIncidents } from "../kept-incidents.ts";
import { knownIncidents } from "../known-incidents.ts";
import { storedAnomaly } from "../stored-anomaly.ts";
import type { Postgres } from "./connect-postgres.ts";

/** As in SQLite. */
const REMEMBERED_SIGNALS = 20_000;
const PRUNE_EVERY = 500;
const MOST_REASON = 2_000;
const FORGET_EVERY = 10;
const DAY_MS = 24 * 3_600_000;
/** One look takes up no more: the next comes soon. */
const MOST_PENDING = 10_000;

/**
 * Nobody else who is there has it, acts on its repository, or has the windows of it: who takes a signal acts on its
 * repository from then on, which is for whoever has its windows to do. One that this worker took when it had them is still
 * its own, until it leaves it to that other. `$1` is the worker.
 */
const OURS = `not done
  and (worker is null or worker = $1 or not exists (select 1 from worker where name = signal.worker and until > now()))
  and not exists (select 1 from lease where repository = signal.ordering and holder <> $1 and until > now())
  and (worker = $1 or not exists (
    select 1 from watcher where lower(repository) = signal.ordering and worker <> $1 and until > now()
  ))`;

/**
 * Incidents and acknowledged signals that several workers share. One of them acts on a repository, whoever holds its
 * lease: an incident is written by nobody else, and a signal is taken by nobody else.
 *
 * @param worker this process, as the holder of leases
 * @param ordering what a signal must be acted on in order with
 * @param unreadable is told of a row that cannot be read; it stays where it is, for a person to look at
 */
export function postgresIncidents(
  postgres: Postgres,
  worker: string,
  ordering: (signal: DurableSignal) => string,
  unreadable: (key: string, reason: string) => void,
  kept: KeptIncidents = KEPT_INCIDENTS,
): IncidentStore {
  let sincePruned = 0;
  let sinceForgotten = 0;
  const known = knownIncidents();

  async function forget(now: number): Promise<void> {
    if (sinceForgotten++ % FORGET_EVERY !== 0) return;
    await postgres.query(
      `delete from incident where id in (
         select id from (
           select id, opened_at, row_number() over newest as place, sum(octet_length(body)) over newest as bytes
           from incident where closed window newest as (order by opened_at desc, id desc)
         ) as ended where place > $1 and (opened_at < $2 or bytes > $3)
       )`,
      [kept.least, new Date(now - kept.days * DAY_MS).toISOString(), kept.bytes],
    );
  }

  const read = ({ id, body }: { id: string; body: string }): Incident[] => {
    const incident = Incident.safeParse(parseJson(body));
    if (!incident.success) {
      unreadable(id, incident.error.message);
      return [];
    }
    known.keep(incident.data);
    return [incident.data];
  };
  /** Names and versions first: whole ones are read where this process does not have them. */
  async function incidents(where: string, values: readonly unknown[] = []): Promise<Incident[]> {
    const { rows } = await postgres.query<{ id: string; version: number }>(
      `select id, version from incident ${where}`,
      values,
    );
    const found = new Map(rows.map((row) => [row.id, known.at(row)]));
    const missing = rows.filter(({ id }) => !found.get(id)).map(({ id }) => id);
    if (missing.length > 0) {
      const bodies = await postgres.query<{ id: string; body: string }>(
        "select id, body from incident where id = any($1)",
        [missing],
      );
      for (const row of bodies.rows) found.set(row.id, read(row)[0] ?? null);
    }
    return rows.flatMap(({ id }) => found.get(id) ?? []);
  }

  return {
    async put(incident) {
      const { id, version, repository, openedAt } = incident;
      const closed =
        incident.closed !== null && incident.issue?.state === "closed" && incident.remembered !== null;
      const acted = incident.outcome.branch !== undefined || incident.attempts[0]?.at !== undefined;
      const body = JSON.stringify(incident);
      const anomaly = JSON.stringify(incident.anomaly);
      const values = [id, version, repository, closed, acted, openedAt, body, worker, anomaly];
      // The lease is looked at in the statement that writes: who lost it meanwhile changes nothing.
      const holds =
        "exists (select 1 from lease where repository = lower($3) and holder = $8 and until > now())";
      const { count, again } = await postgres.query(
        version === 0
          ? `insert into incident (id, version, repository, closed, acted, opened_at, body, anomaly)
             select $1, $2::integer, $3, $4::boolean, $5::boolean, $6, $7, $9 where ${holds} on conflict do nothing`
          : `update incident set version = $2, closed = $4, acted = $5, body = $7, anomaly = $9
             where id = $1 and version = $2::integer - 1 and $3 <> '' and $6 <> '' and ${holds}`,
        values,
      );
      if (count > 0) {
        known.keep(incident);
        if (closed) await forget(Date.parse(incident.updatedAt));
        return;
      }
      const { rows } = await postgres.query<{ held: boolean; same: boolean | null }>(
        `select exists (select 1 from lease where repository = lower($1) and holder = $2 and until > now()) as held,
                (select version = $4 and body = $5 from incident where id = $3) as same`,
        [repository, worker, id, version, body],
      );
      // It was written, and the answer was lost with the connection.
      if (again && rows[0]?.same) return;
      if (rows[0]?.held === false) throw new LeaseLost(repository);
      throw new StaleIncident(id, version);
    },
    async get(id) {
      return (await incidents("where id = $1", [id]))[0] ?? null;
    },
    open: () => incidents("where not closed order by opened_at, id"),
    async openNames() {
      const { rows } = await postgres.query<{ id: string; repository: string }>(
        "select id, repository from incident where not closed order by opened_at, id",
      );
      return rows;
    },
    async recentAnomalies(limit) {
      const { rows } = await postgres.query<{ id: string; version: number; repository: string }>(
        "select id, version, repository from incident order by opened_at desc, id desc limit $1",
        [limit],
      );
      const found = new Map(rows.map((row) => [row.id, known.at(row)?.anomaly]));
      const missing = rows.filter(({ id }) => !found.get(id)).map(({ id }) => id);
      if (missing.length > 0) {
        const read = await postgres.query<{ id: string; repository: string; found: string }>(
          "select id, repository, coalesce(anomaly, body) as found from incident where id = any($1)",
          [missing],
        );
        for (const row of read.rows) found.set(row.id, storedAnomaly(row, unreadable)[0]?.anomaly);
      }
      return rows.flatMap(({ id, repository }) => {
        const anomaly = found.get(id);
        return anomaly ? [{ repository, anomaly }] : [];
      });
    },
    recent: (limit) => incidents("order by opened_at desc, id desc limit $1", [limit]),
    ofRepository: (repository, limit) =>
      incidents("where repository = $1 order by opened_at desc, id desc limit $2", [repository, limit]),
    acted: (repository, limit) =>
      incidents("where repository = $1 and acted order by opened_at desc, id desc limit $2", [
        repository,
        limit,
      ]),
    async acknowledge(key, signal) {
      const body = JSON.stringify(signal);
      const { count, again } = await postgres.query(
        "insert into signal (key, received_at, ordering, body) values ($1, $2, $3, $4) on conflict do nothing",
        [key, signal.receivedAt, ordering(signal), body],
      );
      if (count > 0 || !again) return count > 0;
      const { rows } = await postgres.query(
        "select 1 from signal where key = $1 and body = $2 and not done",
        [key, body],
      );
      return rows.length > 0;
    },
    async pending() {
      const { rows } = await postgres.query<{ key: string }>(
        `select key from signal where ${OURS} order by position limit ${MOST_PENDING}`,
        [worker],
      );
      return rows.map(({ key }) => key);
    },
    async signal(key) {
      // Whoever takes the signal has its repository from then on, or had it already: both, or neither.
      const { rows } = await postgres.query<{ body: string }>(
        `with leased as (
           insert into lease (repository, token, holder, until)
           select ordering, 1, $1, now() + interval '30 seconds' from signal
           where key = $2 and ordering like '%/%' and position(' ' in ordering) = 0 and ${OURS}
           on conflict (repository) do update set
             token = case when lease.holder = excluded.holder and lease.until > now() then lease.token else lease.token + 1 end,
             holder = excluded.holder, until = excluded.until
           where lease.holder = excluded.holder or lease.until <= now()
           returning repository
         )
         update signal set worker = $1
         where key = $2 and ${OURS}
           and (ordering in (select repository from leased) or ordering not like '%/%' or position(' ' in ordering) > 0)
         returning body`,
        [worker, key],
      );
      const [row] = rows;
      if (row === undefined) return null;
      const signal = DurableSignal.safeParse(parseJson(row.body));
      if (!signal.success) unreadable(key, signal.error.message);
      return signal.success ? signal.data : null;
    },
    async done(key) {
      await postgres.query("update signal set done = true, body = '' where key = $1", [key]);
      if (++sincePruned % PRUNE_EVERY === 0)
        await postgres.query(
          "delete from signal where done and reason is null and position <= (select max(position) from signal) - $1",
          [REMEMBERED_SIGNALS],
        );
    },
    async leave(key) {
      await postgres.query("update signal set worker = null where key = $1 and worker = $2 and not done", [
        key,
        worker,
      ]);
    },
    async bury(key, reason) {
      await postgres.query("update signal set done = true, reason = $2 where key = $1 and not done", [
        key,
        reason.slice(0, MOST_REASON),
      ]);
    },
    async letters(limit) {
      const { rows } = await postgres.query<Record<"key" | "received_at" | "reason" | "body", string>>(
        "select key, received_at, reason, body from signal where done and reason is not null order by position limit $1",
        [limit],
      );
      return rows.map(({ key, received_at, reason, body }) => {
        const signal = DurableSignal.safeParse(parseJson(body));
        return { key, receivedAt: received_at, reason, signal: signal.success ? signal.data : null };
      });
    },
    async exhume(key) {
      const { count } = await postgres.query(
        "update signal set done = false, reason = null, worker = null where key = $1 and done and reason is not null",
        [key],
      );
      return count > 0;
    },
    async paused(repository) {
      const { rows } = await postgres.query("select 1 from paused where repository = $1", [repository]);
      return rows.length > 0;
    },
    async setPaused(repository, paused) {
      await postgres.query(
        paused
          ? "insert into paused (repository) values ($1) on conflict do nothing"
          : "delete from paused where repository = $1",
        [repository],
      );
    },
    close: () => postgres.close(),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
