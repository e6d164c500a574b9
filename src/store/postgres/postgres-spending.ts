import type { Spending } from "../../contracts/ports/spending.ts";
import type { Postgres } from "./connect-postgres.ts";

/** As in SQLite: older days bind nobody. */
const KEPT_DAYS = 60;
const DAY_MS = 24 * 3_600_000;

/** What models have cost all workers together. */
export function postgresSpending(postgres: Postgres): Spending {
  async function ofIncident(incident: string) {
    const { rows } = await postgres.query<{ tokens: string; micro_usd: string }>(
      "select coalesce(sum(tokens), 0) as tokens, coalesce(sum(micro_usd), 0) as micro_usd from spending where incident = $1",
      [incident],
    );
    return { tokens: Number(rows[0]?.tokens ?? 0), microUsd: Number(rows[0]?.micro_usd ?? 0) };
  }
  return {
    async book({ repository, incident, day, tokens, microUsd, limits }) {
      const oldest = new Date(Date.parse(day) - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
      const whole = { tokens: Math.ceil(tokens), microUsd: Math.ceil(microUsd) };
      const booked = await postgres.transaction(async (client) => {
        // Two who look at the same moment would both see room for one.
        await client.query("select pg_advisory_xact_lock(hashtext($1))", [repository]);
        await client.query("delete from spending where repository = $1 and day < $2", [repository, oldest]);
        const { rows } = await client.query<{ id: string }>(
          `insert into spending (repository, incident, day, tokens, micro_usd)
           select $1, $2, $3, $4::bigint, $5::bigint
           where (select coalesce(sum(tokens), 0) from spending where incident = $2) + $4::bigint <= $6
             and (select coalesce(sum(micro_usd), 0) from spending where repository = $1 and day = $3) + $5::bigint <= $7
           returning id`,
          [
            repository,
            incident,
            day,
            whole.tokens,
            whole.microUsd,
            Math.floor(limits.tokensPerIncident),
            Math.floor(limits.microUsdPerDay),
          ],
        );
        return rows[0] ? Number(rows[0].id) : null;
      });
      if (booked !== null) return { booked };
      const over = (await ofIncident(incident)).tokens + whole.tokens > limits.tokensPerIncident;
      return { over: over ? "incident" : "day" };
    },
    async settle(booked, { tokens, microUsd }) {
      await postgres.query("update spending set tokens = $1, micro_usd = $2 where id = $3", [
        Math.ceil(tokens),
        Math.ceil(microUsd),
        booked,
      ]);
    },
    ofIncident,
  };
}
