import type { Pool } from "pg";
import type { Claim } from "../claim.ts";
import { claimColumns } from "./claim-columns.ts";

/** The claims on a customer's policies, the newest first. */
export async function listClaims(pool: Pool, customer: string, limit: number): Promise<Claim[]> {
  const { rows } = await pool.query<Claim>(
    `select ${claimColumns}
       from claims c join policies p on p.number = c.policy_number
      where p.customer_id = $1
      order by c.lodged_on desc, c.id desc
      limit $2`,
    [customer, limit],
  );
  return rows;
}
