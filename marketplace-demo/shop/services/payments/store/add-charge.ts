import type { Pool } from "pg";
import { inTransaction } from "../../../packages/db/in-transaction.ts";

export type NewCharge = {
  key: string;
  policy: string;
  amountPence: number;
  plan: "annual" | "monthly";
  cardEnding: string | null;
};
export type Charge = { id: string; policy: string; amountPence: number };

/**
 * Takes a charge, and notes it as the policy's first payment. A key that was used before takes nothing: the charge that
 * it took then is returned.
 */
export async function addCharge(pool: Pool, charge: NewCharge): Promise<Charge> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Charge>(
      `insert into charges (idempotency_key, policy_number, amount_pence, plan, card_ending)
       values ($1, $2, $3, $4, $5)
       on conflict (idempotency_key) do nothing
       returning id, policy_number as policy, amount_pence as "amountPence"`,
      [charge.key, charge.policy, charge.amountPence, charge.plan, charge.cardEnding],
    );
    if (!rows[0]) {
      const before = await client.query<Charge>(
        `select id, policy_number as policy, amount_pence as "amountPence" from charges where idempotency_key = $1`,
        [charge.key],
      );
      return before.rows[0]!;
    }
    await client.query(
      `insert into payments (policy_number, due_on, paid_on, amount_pence)
       values ($1, current_date, current_date, $2) on conflict do nothing`,
      [charge.policy, charge.amountPence],
    );
    return rows[0];
  });
}
