import type { Pool } from "pg";
import type { Decision } from "../decide.ts";

/** Writes down what was decided; nothing happens to a claim that somebody decided meanwhile. */
export async function closeClaim(
  pool: Pool,
  number: string,
  decision: Decision,
  payout: string | null,
): Promise<void> {
  await pool.query(
    `update claims set status = $2, reason = $3, paid_pence = $4, payout = $5, decided_at = now()
      where number = $1 and status = 'open'`,
    [number, decision.status, decision.reason, decision.paidPence, payout],
  );
}
