import type { DatabaseSync } from "node:sqlite";
import type { Spending } from "../contracts/ports/spending.ts";

/** Older days bind nobody; an incident that is open for longer begins anew. */
const KEPT_DAYS = 60;
const DAY_MS = 24 * 3_600_000;

/** What models have cost, in SQLite. One statement looks and books, and so nothing comes between. */
export function sqliteSpending(database: DatabaseSync): Spending {
  const book = database.prepare(
    `insert into spending (repository, incident, day, tokens, micro_usd)
     select :repository, :incident, :day, :tokens, :microUsd
     where (select coalesce(sum(tokens), 0) from spending where incident = :incident) + :tokens <= :tokensPerIncident
       and (select coalesce(sum(micro_usd), 0) from spending where repository = :repository and day = :day) + :microUsd <= :microUsdPerDay
     returning id`,
  );
  const ofIncident = database.prepare(
    "select coalesce(sum(tokens), 0) as tokens, coalesce(sum(micro_usd), 0) as micro_usd from spending where incident = ?",
  );
  const settle = database.prepare("update spending set tokens = ?, micro_usd = ? where id = ?");
  const prune = database.prepare("delete from spending where repository = ? and day < ?");
  const spentOn = (incident: string) => {
    const { tokens, micro_usd } = ofIncident.get(incident) as { tokens: number; micro_usd: number };
    return { tokens, microUsd: micro_usd };
  };

  return {
    async book({ repository, incident, day, tokens, microUsd, limits }) {
      prune.run(repository, new Date(Date.parse(day) - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10));
      const whole = { tokens: Math.ceil(tokens), microUsd: Math.ceil(microUsd) };
      const row = book.get({
        repository,
        incident,
        day,
        ...whole,
        tokensPerIncident: Math.floor(limits.tokensPerIncident),
        microUsdPerDay: Math.floor(limits.microUsdPerDay),
      });
      if (row) return { booked: (row as { id: number }).id };
      const over = spentOn(incident).tokens + whole.tokens > limits.tokensPerIncident;
      return { over: over ? "incident" : "day" };
    },
    async settle(booked, { tokens, microUsd }) {
      settle.run(Math.ceil(tokens), Math.ceil(microUsd), booked);
    },
    async ofIncident(incident) {
      return spentOn(incident);
    },
  };
}
