import { randomUUID } from "node:crypto";
import type { Postgres } from "./connect-postgres.ts";

/**
 * Who is there to act: whoever has not said so for a while is gone, and what it had is another's.
 *
 * @param presence what this worker says over that it is there
 */
export function postgresWorkers(postgres: Postgres, worker: string, presence: Postgres = postgres) {
  return {
    /** Is there for that many seconds from now, and tells monitors how it does. */
    async hello(seconds: number, status: string | null = null): Promise<void> {
      await presence.query(
        "insert into worker (name, until, status) values ($1, now() + make_interval(secs => $2), $3) on conflict (name) do update set until = excluded.until, status = coalesce(excluded.status, worker.status)",
        [worker, seconds, status],
      );
    },
    /** Keeps what must not be shown of a repository, for those that cannot read its policy. */
    async redactions(patterns: ReadonlyMap<string, readonly string[]>): Promise<void> {
      if (patterns.size === 0) return;
      await postgres.query(
        `insert into redaction (repository, patterns) select * from unnest($1::text[], $2::text[])
         on conflict (repository) do update set patterns = excluded.patterns where redaction.patterns <> excluded.patterns`,
        [[...patterns.keys()], [...patterns.values()].map((some) => JSON.stringify(some))],
      );
    },
    /** Names this state, for good: what travels names rows of it, and means nothing to anybody with another. */
    async stateId(): Promise<string> {
      await postgres.query("insert into identity (id) values ($1) on conflict do nothing", [randomUUID()]);
      const { rows } = await postgres.query<{ id: string }>("select id from identity");
      return rows[0]?.id ?? "";
    },
    /** Leaves, and everything that it had with it. */
    async goodbye(): Promise<void> {
      await postgres.query("delete from worker where name = $1", [worker]);
      await postgres.query("update lease set until = now() where holder = $1", [worker]);
    },
  };
}
