import type { PoolClient } from "pg";
import type { BoughtQuote } from "../quotes-client.ts";

type NewPolicy = {
  customer: string;
  carrier: string;
  annualPence: number;
  quote: BoughtQuote;
  termMonths: number;
};

/** Adds a policy under the next free number, and returns the number. */
export async function addPolicy(client: PoolClient, policy: NewPolicy): Promise<string> {
  const { quote } = policy;
  const { rows } = await client.query<{ number: string }>(
    `insert into policies
       (number, customer_id, carrier_id, product, risk, annual_pence, cover_start, cover_end, renewed_from)
     values ('POL-' || nextval('policy_numbers'), $1, $2, $3, $4, $5, $6::date,
             $6::date + make_interval(months => $7), $8)
     returning number`,
    [
      policy.customer,
      policy.carrier,
      quote.risk.product,
      JSON.stringify(quote.risk),
      policy.annualPence,
      quote.coverStart,
      policy.termMonths,
      quote.previousPolicy,
    ],
  );
  return rows[0]!.number;
}
