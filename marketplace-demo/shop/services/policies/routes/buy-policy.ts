import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { z } from "zod";
import { bindPolicy } from "../../../packages/carrier/bind-policy.ts";
import type { Gateway } from "../../../packages/carrier/open-gateway.ts";
import type { Upstream } from "../../../packages/http/call-service.ts";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { Problem } from "../../../packages/http/problem.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { instalments } from "../../../packages/money/instalments.ts";
import { takePremium } from "../payments-client.ts";
import { type BoughtQuote, fetchQuote } from "../quotes-client.ts";
import type { PoliciesSettings } from "../settings.ts";
import { addPolicy } from "../store/add-policy.ts";
import { findByOrder } from "../store/find-by-order.ts";
import { findOrAddCustomer } from "../store/find-or-add-customer.ts";
import { nextPolicyNumber } from "../store/next-policy-number.ts";

const purchase = z.object({
  quoteId: z.string().regex(/^Q-[0-9A-Z]{8}$/, "must look like Q-7KD2M9XA"),
  carrier: z.string().min(1),
  name: z.string().trim().min(2).max(120).optional(),
  email: z.email().optional(),
  plan: z.enum(["annual", "monthly"]).default("annual"),
  card: z.string().optional(),
  orderKey: z.string().min(8).max(60).optional(),
});
type Purchase = z.infer<typeof purchase>;

/**
 * `POST /policies`: buys one offer of a quote. A renewal needs no name and e-mail, since we know the holder. An order
 * that comes again under the same key buys nothing and has the same answer.
 */
export function buyPolicyRoute(
  pool: Pool,
  upstreams: { quotes: Upstream; payments: Upstream },
  gateway: Gateway,
  settings: PoliciesSettings,
): Route {
  return route("POST", "/policies", async function buyPolicy(c) {
    const order = parseWith(purchase, await readBody(c));
    const orderKey = c.req.header("idempotency-key") ?? order.orderKey ?? randomUUID();
    const before = await findByOrder(pool, orderKey);
    if (before) return c.json(before, 201);
    const quote = await fetchQuote(upstreams.quotes, order.quoteId);
    const { carrier, annualPence } = offerOf(quote, order);
    const customer = quote.customer ?? (await newCustomer(quote, order));
    const next = await nextPolicyNumber(pool);
    const { coverStart } = quote;
    const binding = await bindPolicy(gateway, orderKey, { carrier, annualPence, coverStart, policy: next });
    const { plan, card } = order;
    const amountPence = plan === "monthly" ? instalments(annualPence).first : annualPence;
    const number = await takePremium(upstreams.payments, orderKey, { policy: next, amountPence, plan, card });
    const termMonths = settings.term_months;
    const terms = { carrier, annualPence, binding, plan, orderKey, termMonths };
    await addPolicy(pool, { number, customer, quote, ...terms });
    return c.json({ number, customer, carrier, annualPence }, 201);
  });

  function newCustomer(quote: BoughtQuote, { name, email }: Purchase): Promise<string> {
    if (!name || !email) throw new Problem(422, "Please tell us your name and e-mail address.");
    return findOrAddCustomer(pool, { name, email, postcode: quote.risk.postcode });
  }
}

function offerOf(quote: BoughtQuote, order: Purchase): BoughtQuote["offers"][number] {
  if (quote.validUntil < new Date().toISOString().slice(0, 10)) {
    throw new Problem(409, `Quote ${quote.id} was valid until ${quote.validUntil}. Please compare again.`);
  }
  const offer = quote.offers.find(({ carrier }) => carrier === order.carrier);
  if (!offer) throw new Problem(404, `Quote ${quote.id} has no offer from ${order.carrier}.`);
  return offer;
}
