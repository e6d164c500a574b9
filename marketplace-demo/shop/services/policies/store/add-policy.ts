import type { Pool } from "pg";
import type { BoughtQuote } from "../quotes-client.ts";

type NewPolicy = {
  number: string;
  customer: string;
  carrier: string;
  annualPence: number;
  binding: string;
  plan: "annual" | "monthly";
  orderKey: string;
  quote: BoughtQuote;
  termMonths: number;
};

/** Adds a policy that its carrier has bound. */
export async function addPolicy(pool: Pool, policy: NewPolicy): Promise<void> {
  const { quote } = policy;
  await pool.query(
    `insert into policies
       (number, customer_id, carrier_id, product, risk, annual_pence, cover_start, cover_end, renewed_from, binding, plan,
        order_key)
     values ($1, $2, $3, $4, $5, $6, $7::date, $7::date + make_interval(months => $8), $9, $10, $11, $12)`,
    [
      policy.number,
      policy.customer,
      policy.carrier,
      quote.risk.product,
      JSON.stringify(quote.risk),
      policy.annualPence,
      quote.coverStart,
      policy.termMonths,
      quote.previousPolicy,
      policy.binding,
      policy.plan,
      policy.orderKey,
    ],
  );
}
