import { z } from "zod";
import { Problem } from "../../packages/http/problem.ts";

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
export async function fetchQuote(quotesUrl: string, id: string): Promise<BoughtQuote> {
  const response = await fetch(new URL(`/quotes/${encodeURIComponent(id)}`, quotesUrl), {
    signal: AbortSignal.timeout(5000),
  });
  if (response.status === 404) throw new Problem(404, `We have no quote ${id}.`);
  if (!response.ok) throw new Error(`quotes answered ${response.status} for quote ${id}`);
  return quote.parse(await response.json());
}
