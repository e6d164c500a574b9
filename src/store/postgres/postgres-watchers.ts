import type { Watched, Watchers } from "../../contracts/ports/watchers.ts";
import type { WindowsPart } from "../../contracts/ports/windows.ts";
import type { Postgres } from "./connect-postgres.ts";

interface Row {
  repository: string;
  token: string;
}

// The row of the watch is held until this is done: whoever takes over reads what was written, or keeps it from being.
const SAVE = `with part as (
    select * from unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) as part (repository, token, name, body)
  ), mine as (
    select repository, token from watcher where worker = $1 and repository in (select repository from part) for update
  ), ours as (
    select part.* from part join mine on mine.repository = part.repository and mine.token = part.token
  ), gone as (
    delete from windows using ours
    where ours.body is null and windows.repository = ours.repository and windows.name = ours.name
  )
  insert into windows (repository, name, body)
  select repository, name, body from ours where body is not null
  on conflict (repository, name) do update set body = excluded.body`;

function saved(worker: string, parts: readonly (WindowsPart & Watched)[]): unknown[] {
  const column = (name: keyof WindowsPart | keyof Watched) => parts.map((part) => part[name]);
  return [worker, column("repository"), column("token"), column("name"), column("body")];
}

/**
 * Who watches which repository, and its windows. Time is PostgreSQL's own, as the workers' clocks may differ.
 *
 * @param presence what this worker says over that it is there
 */
export function postgresWatchers(
  postgres: Postgres,
  worker: string,
  presence: Postgres = postgres,
): Watchers {
  const watched = ({ repository, token }: Row) => ({ repository, token: Number(token) });
  return {
    take: (repositories, seconds) =>
      postgres.transaction(async (client) => {
        // In one order for all, so that two who want the same wait for each other and not both.
        const wanted = [...new Set(repositories)].toSorted();
        const { rows: had } = await client.query<{ repository: string; worker: string }>(
          "select repository, worker from watcher where repository = any($1) order by repository for update",
          [wanted],
        );
        const { rows } = await client.query<Row>(
          `insert into watcher (repository, worker, token, until)
           select wanted, $2, 1, now() + make_interval(secs => $3) from unnest($1::text[]) wanted
           on conflict (repository) do update set
             token = case when watcher.worker = excluded.worker then watcher.token else watcher.token + 1 end,
             worker = excluded.worker, until = excluded.until
           where watcher.worker = excluded.worker or watcher.until <= now()
           returning repository, token`,
          [wanted, worker, seconds],
        );
        const mine = rows.map(watched);
        const names = new Set(mine.map(({ repository }) => repository));
        const before = had.filter((one) => names.has(one.repository) && one.worker !== worker);
        return { mine, before: [...new Set(before.map((one) => one.worker))] };
      }),
    async renew(seconds) {
      const { rows } = await presence.query<Row>(
        "update watcher set until = now() + make_interval(secs => $2) where worker = $1 returning repository, token",
        [worker, seconds],
      );
      return rows.map(watched);
    },
    async all() {
      const { rows } = await presence.query<{ repository: string; worker: string }>(
        "select repository, worker from watcher where until > now()",
      );
      return new Map(rows.map((row) => [row.repository, row.worker]));
    },
    async load(repository) {
      const { rows } = await postgres.query<{ name: string; body: string }>(
        "select name, body from windows where repository = $1 order by name",
        [repository],
      );
      return rows.flatMap(({ name, body }) => {
        try {
          return [{ name, body: JSON.parse(body) as unknown }];
        } catch {
          return [];
        }
      });
    },
    async save(parts) {
      if (parts.length > 0) await postgres.query(SAVE, saved(worker, parts));
    },
    async give(repositories, parts, to, seconds) {
      await postgres.transaction(async (client) => {
        await client.query(SAVE, saved(worker, parts));
        await client.query(
          `update watcher set worker = $4, token = watcher.token + 1, until = now() + make_interval(secs => $5)
           from unnest($2::text[], $3::bigint[]) as given (repository, token)
           where watcher.worker = $1 and watcher.repository = given.repository and watcher.token = given.token`,
          [
            worker,
            repositories.map(({ repository }) => repository),
            repositories.map(({ token }) => token),
            to,
            seconds,
          ],
        );
      });
    },
    async release() {
      await postgres.query("update watcher set until = now() where worker = $1", [worker]);
    },
  };
}
