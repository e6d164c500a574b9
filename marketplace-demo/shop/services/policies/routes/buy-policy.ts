import type { Pool } from "pg";
import { z } from "zod";
import { inTransaction } from "../../../packages/db/in-transaction.ts";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { Problem } from "../../../packages/http/problem.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { fetchQuote } from "../quotes-client.ts";
import type { PoliciesSettings } from "../settings.ts";
import { addPolicy } from "../store/add-policy.ts";
import { findOrAddCustomer } from "../store/find-or-add-customer.ts";

const purchase = z.object({
  quoteId: z.string().regex(/^Q-[0-9A-Z]{8}$/, "must look like Q-7KD2M9XA"),
  carrier: z.string().min(1),
  name: z.string().trim().min(2).max(120).optional(),
  email: z.email().optional(),
});

/** `POST /policies`: buys one offer of a quote. A renewal needs no name and e-mail, since we know the holder. */
export function buyPolicyRoute(pool: Pool, quotesUrl: string, settings: PoliciesSettings): Route {
  return route("POST", "/policies", async function buyPolicy(c) {
    const order = parseWith(purchase, await readBody(c));
    const quote = await fetchQuote(quotesUrl, order.quoteId);
    if (quote.validUntil < new Date().toISOString().slice(0, 10)) {
      throw new Problem(409, `Quote ${quote.id} was valid until ${quote.validUntil}. Please compare again.`);
    }
    const offer = quote.offers.find(({ carrier }) => carrier === order.carrier);
    if (!offer) throw new Problem(404, `Quote ${quote.id} has no offer from ${order.carrier}.`);
    const { name, email } = order;
    const bought = await inTransaction(pool, async (client) => {
      let customer = quote.customer;
      if (!customer) {
        if (!name || !email) throw new Problem(422, "Please tell us your name and e-mail address.");
        customer = await findOrAddCustomer(client, { name, email, postcode: quote.risk.postcode });
      }
      const number = await addPolicy(client, { customer, ...offer, quote, termMonths: settings.term_months });
      return { number, customer };
    });
    return c.json({ ...bought, carrier: offer.carrier, annualPence: offer.annualPence }, 201);
  });
}
