import type { Upstream } from "../../../packages/http/call-service.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { fetchQuote } from "../clients/quotes.ts";
import { quotePage } from "../pages/quote-page.ts";
import type { StorefrontSettings } from "../settings.ts";
import { wantsJson } from "../wants-json.ts";

/** `GET /quotes/:id`: a comparison that was made before. */
export function showQuoteRoute(settings: StorefrontSettings, quotes: Upstream): Route {
  return route("GET", "/quotes/:id", async function showQuote(c) {
    const quote = await fetchQuote(quotes, c.req.param("id") ?? "");
    return wantsJson(c) ? c.json(quote) : c.html(quotePage(settings, quote));
  });
}
