import type { Pool } from "pg";
import type { History } from "../../../packages/rating/no-claims.ts";

/** The policy, all that it was renewed from, their claims, and how many payments came late in three years. */
export async function loadHistory(pool: Pool, policyNumber: string): Promise<History> {
  const { rows: policies } = await pool.query<History["policies"][number]>(
    `with recursive chain as (
       select number, cover_start, renewed_from from policies where number = $1
       union all
       select p.number, p.cover_start, p.renewed_from
         from policies p join chain on p.number = chain.renewed_from
     )
     select number, cover_start as "coverStart" from chain order by cover_start desc`,
    [policyNumber],
  );
  const numbers = policies.map((policy) => policy.number);
  const { rows: claims } = await pool.query<History["claims"][number]>(
    `select policy_number as "policyNumber", lodged_on as "lodgedOn", status
       from claims where policy_number = any($1) order by lodged_on`,
    [numbers],
  );
  const { rows: late } = await pool.query<{ count: number }>(
    `select count(*)::int as count from payments
      where policy_number = any($1)
        and due_on > current_date - interval '3 years'
        and (paid_on is null or paid_on > due_on + 7)`,
    [numbers],
  );
  return { policies, claims, latePayments: late[0]?.count ?? 0 };
}
