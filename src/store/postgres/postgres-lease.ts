import type { Lease } from "../../contracts/ports/lease.ts";
import type { Postgres } from "./connect-postgres.ts";

/**
 * As `sqliteLease`, for workers on several machines: time is PostgreSQL's own, as their clocks may differ.
 *
 * @param presence what leases are renewed over: they run out while that waits behind the work that they are for
 */
export function postgresLease(postgres: Postgres, presence: Postgres = postgres): Lease {
  return {
    async acquire(repository, holder, seconds) {
      const { rows } = await postgres.query<{ token: string }>(
        `insert into lease (repository, token, holder, until)
         values (lower($1), 1, $2, now() + make_interval(secs => $3))
         on conflict (repository) do update set
           token = case when lease.holder = excluded.holder and lease.until > now() then lease.token else lease.token + 1 end,
           holder = excluded.holder, until = excluded.until
         where lease.holder = excluded.holder or lease.until <= now()
         returning token`,
        [repository, holder, seconds],
      );
      return rows[0] ? Number(rows[0].token) : null;
    },
    async renew(held, holder, seconds) {
      if (held.size === 0) return new Set();
      // In one order for all: rows that two statements change in different orders keep both waiting.
      const { rows } = await presence.query<{ name: string }>(
        `with mine as (
           select lease.repository, lease.token, held.name from lease
           join unnest($1::text[], $2::bigint[]) as held (name, token)
             on lease.repository = lower(held.name) and lease.token = held.token
           where lease.holder = $3 order by lease.repository for update of lease
         )
         update lease set until = now() + make_interval(secs => $4) from mine
         where lease.repository = mine.repository and lease.token = mine.token and lease.holder = $3
           and lease.until > now()
         returning mine.name`,
        [[...held.keys()], [...held.values()], holder, seconds],
      );
      return new Set(rows.map(({ name }) => name));
    },
    async holds(repository, token) {
      const { rows } = await postgres.query(
        "select 1 from lease where repository = lower($1) and token = $2 and until > now()",
        [repository, token],
      );
      return rows.length > 0;
    },
    async release(repository, token) {
      await postgres.query("update lease set until = now() where repository = lower($1) and token = $2", [
        repository,
        token,
      ]);
    },
    async leave(repository, holder) {
      await postgres.query("update lease set until = now() where repository = lower($1) and holder = $2", [
        repository,
        holder,
      ]);
    },
  };
}
