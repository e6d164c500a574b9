import type { Lease } from "../../contracts/ports/lease.ts";
import type { Postgres } from "./connect-postgres.ts";

/** As `sqliteLease`, for workers on several machines: time is PostgreSQL's own, as their clocks may differ. */
export function postgresLease(postgres: Postgres): Lease {
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
  };
}
