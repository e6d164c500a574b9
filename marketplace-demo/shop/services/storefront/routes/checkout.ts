import { randomUUID } from "node:crypto";
import type { Flags } from "../../../packages/flags/open-flags.ts";
import type { Upstream } from "../../../packages/http/call-service.ts";
import { Problem } from "../../../packages/http/problem.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { fetchQuote } from "../clients/quotes.ts";
import { checkoutPage } from "../pages/checkout-page.ts";
import type { StorefrontSettings } from "../settings.ts";

/** `GET /quotes/:id/checkout?carrier=`: the page on which an offer is bought. */
export function checkoutRoute(settings: StorefrontSettings, quotes: Upstream, flags: Flags): Route {
  return route("GET", "/quotes/:id/checkout", async function showCheckout(c) {
    const quote = await fetchQuote(quotes, c.req.param("id") ?? "");
    const offer = quote.offers.find(({ carrier }) => carrier === c.req.query("carrier"));
    if (!offer) throw new Problem(404, `Quote ${quote.id} has no such offer.`);
    const monthlyPlans = flags.enabled("monthly_plans");
    // Each page is one order, however often its form is sent.
    return c.html(checkoutPage(settings, { quote, offer, monthlyPlans, orderKey: randomUUID() }));
  });
}
