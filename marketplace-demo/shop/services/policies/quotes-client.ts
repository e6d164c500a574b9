import { z } from "zod";
import { callService, type Upstream } from "../../packages/http/call-service.ts";

const quote = z.object({
  id: z.string(),
  customer: z.string().nullable(),
  previousPolicy: z.string().nullable(),
  risk: z.looseObject({ product: z.enum(["motor", "home"]), postcode: z.string() }),
  coverStart: z.string(),
  validUntil: z.string(),
  offers: z.array(z.object({ carrier: z.string(), annualPence: z.int() })),
});

export type BoughtQuote = z.infer<typeof quote>;

/** The quote as the quotes service holds it; prices never come from the browser. */
export function fetchQuote(quotes: Upstream, id: string): Promise<BoughtQuote> {
  return callService(quotes, `/quotes/${encodeURIComponent(id)}`, quote);
}
