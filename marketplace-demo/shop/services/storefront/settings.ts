import { z } from "zod";

/** The shape of `config/storefront.yml`. */
export const storefrontSettings = z.object({
  brand: z.string(),
  support_phone: z.string(),
  upstream_timeout_ms: z.int().positive(),
});

export type StorefrontSettings = z.infer<typeof storefrontSettings>;
