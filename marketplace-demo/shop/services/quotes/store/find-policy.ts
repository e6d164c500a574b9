import type { Pool } from "pg";
import type { Risk } from "../../../packages/rating/risk.ts";

export type PreviousPolicy = { number: string; customer: string; risk: Risk; coverEnd: string };

/** A policy that is to be renewed, with the risk as it was insured last. */
export async function findPolicy(pool: Pool, number: string): Promise<PreviousPolicy | undefined> {
  const { rows } = await pool.query<PreviousPolicy>(
    `select number, customer_id as customer, risk, cover_end as "coverEnd" from policies where number = $1`,
    [number],
  );
  return rows[0];
}
