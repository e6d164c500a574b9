import type { Pool } from "pg";

/** What of a policy a claim depends on. */
export type Cover = { product: "motor" | "home"; coverStart: string; coverEnd: string; excess: number };

/** The cover of a policy, if we hold it. */
export async function findCover(pool: Pool, policy: string): Promise<Cover | undefined> {
  const { rows } = await pool.query<Cover>(
    `select product, cover_start as "coverStart", cover_end as "coverEnd", (risk ->> 'excess')::int as excess
       from policies where number = $1`,
    [policy],
  );
  return rows[0];
}
