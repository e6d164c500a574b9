import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../contracts/ports/clock.ts";
import type { Lease } from "../contracts/ports/lease.ts";

/**
 * A lease with a fencing token that only grows, so that a holder who wakes up late is told apart from
 * the one who took over (Kleppmann, "How to do distributed locking", 2016).
 */
export function sqliteLease(database: DatabaseSync, clock: Clock): Lease {
  // One statement, and so atomic: takes a free or expired lease, renews one's own, leaves another's.
  const take = database.prepare(
    `insert into lease (repository, token, holder, until_ms) values (:repository, 1, :holder, :until)
     on conflict (repository) do update set
       token = case when lease.holder = excluded.holder and lease.until_ms > :now then lease.token else lease.token + 1 end,
       holder = excluded.holder, until_ms = excluded.until_ms
     where lease.holder = excluded.holder or lease.until_ms <= :now
     returning token`,
  );
  const again = database.prepare(
    `update lease set until_ms = :until
     where repository = :repository and token = :token and holder = :holder and until_ms > :now`,
  );
  const current = database.prepare("select token, until_ms from lease where repository = ?");
  const end = database.prepare("update lease set until_ms = 0 where repository = ? and token = ?");
  const leave = database.prepare("update lease set until_ms = 0 where repository = ? and holder = ?");
  return {
    async acquire(repository, holder, seconds) {
      const now = clock.now();
      const row = take.get({
        repository,
        holder,
        until: Math.round(now + seconds * 1000),
        now: Math.round(now),
      });
      return row ? (row as { token: number }).token : null;
    },
    async renew(held, holder, seconds) {
      const now = Math.round(clock.now());
      const until = Math.round(clock.now() + seconds * 1000);
      const still = [...held].filter(
        ([repository, token]) => again.run({ repository, token, holder, until, now }).changes > 0,
      );
      return new Set(still.map(([repository]) => repository));
    },
    async holds(repository, token) {
      const row = current.get(repository) as { token: number; until_ms: number } | undefined;
      return row !== undefined && row.token === token && row.until_ms > clock.now();
    },
    async release(repository, token) {
      end.run(repository, token);
    },
    async leave(repository, holder) {
      leave.run(repository, holder);
    },
  };
}
