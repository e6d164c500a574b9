import type { Pool } from "pg";

export type Bought = { number: string; customer: string; carrier: string; annualPence: number };

/** The policy that an order bought before, if it did. */
export async function findByOrder(pool: Pool, orderKey: string): Promise<Bought | undefined> {
  const { rows } = await pool.query<Bought>(
    `select number, customer_id as customer, carrier_id as carrier, annual_pence as "annualPence"
       from policies where order_key = $1`,
    [orderKey],
  );
  return rows[0];
}
