import { z } from "zod";

/** The shape of `config/policies.yml`. */
export const policiesSettings = z.object({
  upstream_timeout_ms: z.int().positive(),
  term_months: z.int().positive(),
  list_limit: z.int().positive(),
});

export type PoliciesSettings = z.infer<typeof policiesSettings>;
