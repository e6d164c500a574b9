import type { Pool } from "pg";
import type { Offer, Quote } from "../quote.ts";

/** A stored quote, cheapest offer first. */
export async function findQuote(pool: Pool, id: string): Promise<Quote | undefined> {
  const { rows } = await pool.query<Omit<Quote, "offers">>(
    `select id, kind, customer_id as customer, previous_policy as "previousPolicy", risk,
            cover_start as "coverStart", valid_until as "validUntil"
       from quotes where id = $1`,
    [id],
  );
  const quote = rows[0];
  if (!quote) return undefined;
  const { rows: offers } = await pool.query<Offer>(
    `select o.carrier_id as carrier, c.name, c.strapline, o.annual_pence as "annualPence", o.breakdown
       from quote_offers o join carriers c on c.id = o.carrier_id
      where o.quote_id = $1 order by o.annual_pence`,
    [id],
  );
  return { ...quote, offers };
}
