import { z } from "zod";
import { callService, type Upstream } from "../../../packages/http/call-service.ts";

const quote = z.object({
  id: z.string(),
  kind: z.enum(["new", "renewal"]),
  customer: z.string().nullable(),
  previousPolicy: z.string().nullable(),
  risk: z.looseObject({ product: z.enum(["motor", "home"]), postcode: z.string(), excess: z.number() }),
  coverStart: z.string(),
  validUntil: z.string(),
  offers: z.array(
    z.object({
      carrier: z.string(),
      name: z.string(),
      strapline: z.string(),
      annualPence: z.int(),
      breakdown: z.array(z.object({ name: z.string(), multiplier: z.number() })),
    }),
  ),
});

export type Quote = z.infer<typeof quote>;
export type Offer = Quote["offers"][number];

/** Asks the quotes service to price a request of the form or of JSON, which that service checks. */
export function requestQuote(quotes: Upstream, request: unknown): Promise<Quote> {
  return callService(quotes, "/quotes", quote, request);
}

/** A quote that was made before. */
export function fetchQuote(quotes: Upstream, id: string): Promise<Quote> {
  return callService(quotes, `/quotes/${encodeURIComponent(id)}`, quote);
}
