import type { Pool } from "pg";
import type { ClaimStatus } from "../claim.ts";

export type ClaimFacts = {
  status: ClaimStatus;
  carrier: string;
  product: "motor" | "home";
  kind: string;
  amountPence: number;
  excess: number;
  otherClaims: number;
};

/** A claim with what its decision depends on. */
export async function loadFacts(pool: Pool, number: string): Promise<ClaimFacts | undefined> {
  const { rows } = await pool.query<ClaimFacts>(
    `select c.status, p.carrier_id as carrier, p.product, c.kind, c.amount_pence as "amountPence",
            (p.risk ->> 'excess')::int as excess,
            (select count(*)::int from claims o
              where o.policy_number = c.policy_number and o.id <> c.id and o.status <> 'declined'
                and o.lodged_on > c.lodged_on - 365) as "otherClaims"
       from claims c join policies p on p.number = c.policy_number
      where c.number = $1`,
    [number],
  );
  return rows[0];
}
