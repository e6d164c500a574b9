import { z } from "zod";

/** The shape of `config/claims.yml`. */
export const claimsSettings = z.object({
  claim_within_days: z.int().positive(),
  list_limit: z.int().positive(),
  most_claims_a_year: z.int().nonnegative(),
  upstream_timeout_ms: z.int().positive(),
  worker: z.object({
    poll_ms: z.int().positive(),
    concurrency: z.int().positive(),
    attempts: z.int().positive(),
  }),
});

export type ClaimsSettings = z.infer<typeof claimsSettings>;
