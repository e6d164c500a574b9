import { z } from "zod";

/** The shape of `config/quotes.yml`. */
export const quotesSettings = z.object({
  offer_valid_days: z.int().positive(),
  prompt_payer_discount: z.number().min(0).max(0.5),
  live_price_cache_seconds: z.int().nonnegative(),
});

export type QuotesSettings = z.infer<typeof quotesSettings>;
