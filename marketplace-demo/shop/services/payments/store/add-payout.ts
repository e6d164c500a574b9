import type { Pool } from "pg";

export type Payout = { id: string; claim: string; amountPence: number };

/** Pays out a claim once: a key that was used before pays nothing and returns what it paid then. */
export async function addPayout(
  pool: Pool,
  key: string,
  claim: string,
  amountPence: number,
): Promise<Payout> {
  const { rows } = await pool.query<Payout>(
    `insert into payouts (idempotency_key, claim_number, amount_pence) values ($1, $2, $3)
     on conflict (idempotency_key) do nothing
     returning id, claim_number as claim, amount_pence as "amountPence"`,
    [key, claim, amountPence],
  );
  if (rows[0]) return rows[0];
  const before = await pool.query<Payout>(
    `select id, claim_number as claim, amount_pence as "amountPence" from payouts where idempotency_key = $1`,
    [key],
  );
  return before.rows[0]!;
}
