import { randomUUID } from "node:crypto";
import type { Postgres } from "./open-postgres.ts";

/** Who is there to act: whoever has not said so for a while is gone, and what it had is another's. */
export function postgresWorkers(postgres: Postgres, worker: string) {
  return {
    /** Is there for that many seconds from now. */
    async hello(seconds: number): Promise<void> {
      await postgres.query(
        "insert into worker (name, until) values ($1, now() + make_interval(secs => $2)) on conflict (name) do update set until = excluded.until",
        [worker, seconds],
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
