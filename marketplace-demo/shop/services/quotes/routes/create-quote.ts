import type { Pool } from "pg";
import { parseWith } from "../../../packages/http/parse-with.ts";
import { Problem } from "../../../packages/http/problem.ts";
import { readBody } from "../../../packages/http/read-body.ts";
import { type Route, route } from "../../../packages/http/route.ts";
import { riskSchema } from "../../../packages/rating/risk.ts";
import { type LivePrices, withLivePrices } from "../live-prices.ts";
import type { Quote } from "../quote.ts";
import { quoteId } from "../quote-id.ts";
import { quoteNewBusiness } from "../quote-new-business.ts";
import { quoteRenewal } from "../quote-renewal.ts";
import { type QuoteRequest, quoteRequest } from "../quote-request.ts";
import type { QuotesSettings } from "../settings.ts";
import { findPolicy } from "../store/find-policy.ts";
import { saveQuote } from "../store/save-quote.ts";

const DAY_MS = 86_400_000;

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** `POST /quotes`: prices new business or a renewal at the whole panel, stores the quote, and returns it. */
export function createQuoteRoute(pool: Pool, settings: QuotesSettings, live: LivePrices): Route {
  return route("POST", "/quotes", async function createQuote(c) {
    const request = parseWith(quoteRequest, await readBody(c));
    const now = new Date();
    const priced = request.kind === "renewal" ? await renewal(request) : await newBusiness(request, now);
    if (priced.offers.length === 0) throw new Problem(422, "No carrier on our panel insures this risk.");
    const offers = await withLivePrices(pool, live, priced.offers, priced.risk, priced.coverStart);
    const validUntil = day(new Date(now.getTime() + settings.offer_valid_days * DAY_MS));
    const quote: Quote = { id: quoteId(), kind: request.kind, ...priced, offers, validUntil };
    await saveQuote(pool, quote);
    return c.json(quote, 201);
  });

  async function renewal(request: Extract<QuoteRequest, { kind: "renewal" }>) {
    const policy = await findPolicy(pool, request.previousPolicy);
    if (!policy) throw new Problem(404, `We have no policy ${request.previousPolicy}.`);
    const risk = { ...policy.risk, excess: request.excess ?? policy.risk.excess };
    const coverStart = new Date(policy.coverEnd);
    const offers = await quoteRenewal(pool, policy.number, risk, coverStart, settings.prompt_payer_discount);
    return {
      customer: policy.customer,
      previousPolicy: policy.number,
      risk,
      coverStart: policy.coverEnd,
      offers,
    };
  }

  async function newBusiness(request: Extract<QuoteRequest, { kind: "new" }>, now: Date) {
    const risk = riskSchema.parse(request);
    const coverStart = request.coverStart ? new Date(request.coverStart) : now;
    const offers = await quoteNewBusiness(pool, risk, coverStart);
    return { customer: null, previousPolicy: null, risk, coverStart: day(coverStart), offers };
  }
}
