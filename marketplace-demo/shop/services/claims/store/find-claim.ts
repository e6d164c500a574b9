import type { Pool } from "pg";
import type { Claim } from "../claim.ts";
import { claimColumns } from "./claim-columns.ts";

/** A claim by its number. */
export async function findClaim(pool: Pool, number: string): Promise<Claim | undefined> {
  const { rows } = await pool.query<Claim>(
    `select ${claimColumns} from claims c join policies p on p.number = c.policy_number where c.number = $1`,
    [number],
  );
  return rows[0];
}
