import type { Pool } from "pg";
import type { Policy } from "../policy.ts";

/** A customer's policies, the newest cover first. */
export async function listPolicies(pool: Pool, customer: string, limit: number): Promise<Policy[]> {
  const { rows } = await pool.query<Policy>(
    `select p.number, p.customer_id as customer, p.carrier_id as carrier, c.name as "carrierName", p.product,
            p.annual_pence as "annualPence", p.cover_start as "coverStart", p.cover_end as "coverEnd",
            p.renewed_from as "renewedFrom"
       from policies p join carriers c on c.id = p.carrier_id
      where p.customer_id = $1
      order by p.cover_start desc, p.number desc
      limit $2`,
    [customer, limit],
  );
  return rows;
}
