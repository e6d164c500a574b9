import type { Upstream } from "../../../packages/http/call-service.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { requestQuote } from "../clients/quotes.ts";
import { quotePage } from "../pages/quote-page.ts";
import type { StorefrontSettings } from "../settings.ts";
import { wantsJson } from "../wants-json.ts";

/** `POST /quotes`: compares the panel for new business or a renewal. */
export function compareRoute(settings: StorefrontSettings, quotes: Upstream): Route {
  return route("POST", "/quotes", async function compareQuotes(c) {
    const quote = await requestQuote(quotes, await readBody(c));
    return wantsJson(c) ? c.json(quote, 201) : c.html(quotePage(settings, quote));
  });
}
