import type { Pool } from "pg";
import { inTransaction } from "../../../packages/db/in-transaction.ts";
import type { Quote } from "../quote.ts";

/** Stores a quote with its offers. */
export async function saveQuote(pool: Pool, quote: Quote): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      `insert into quotes (id, kind, customer_id, previous_policy, risk, cover_start, valid_until)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        quote.id,
        quote.kind,
        quote.customer,
        quote.previousPolicy,
        JSON.stringify(quote.risk),
        quote.coverStart,
        quote.validUntil,
      ],
    );
    await client.query(
      `insert into quote_offers (quote_id, carrier_id, annual_pence, breakdown)
       select $1, carrier, "annualPence", breakdown
         from json_to_recordset($2) as r (carrier text, "annualPence" int, breakdown jsonb)`,
      [quote.id, JSON.stringify(quote.offers)],
    );
  });
}
