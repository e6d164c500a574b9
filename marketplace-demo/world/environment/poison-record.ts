import { Client } from "pg";
import { NotInThisWorld } from "../not-in-this-world.ts";

/**
 * A record that no code of the marketplace was written for gets into its data from outside, as by an import:
 *
 * - `quotes`: a carrier's new table of rates holds "not a number" as its base rate for cars, so that no price comes out
 *   and no quote for a car can be stored;
 * - `claims`: a job on the queue that names no claim, put back on the queue whenever the worker gives it up.
 *
 * Returns what takes the record out again.
 */
export async function poisonRecord(databaseUrl: string, target: string): Promise<() => Promise<void>> {
  const poison = POISONS[target];
  if (!poison) throw new NotInThisWorld(`A poisoned record for "${target}"`, Object.keys(POISONS));
  const client = new Client({ connectionString: databaseUrl, application_name: "import" });
  await client.connect();
  await client.query(poison.put);
  return async () => {
    await client.query(poison.take);
    await client.end();
  };
}

const RATE =
  "product = 'motor' and factor = 'base' and carrier_id = 'beacon' and effective_from <= current_date";

const POISONS: Record<string, { put: string; take: string }> = {
  quotes: {
    put: `create table before_poison as select id, value from rating_factors where ${RATE};
          update rating_factors set value = 'NaN' where ${RATE}`,
    take: `update rating_factors f set value = b.value from before_poison b where b.id = f.id;
           drop table before_poison`,
  },
  claims: {
    put: `insert into jobs (queue, payload, run_at)
          select 'claim-decisions', '{"claim": null, "source": "import"}', now() + make_interval(secs => n / 4.0)
            from generate_series(1, 480) as n`,
    take: "delete from jobs where payload ->> 'source' = 'import'",
  },
};
