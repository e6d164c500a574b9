import { z } from "zod";
import { callService, type Upstream } from "../../../packages/http/call-service.ts";

const bought = z.object({
  number: z.string(),
  customer: z.string(),
  carrier: z.string(),
  annualPence: z.int(),
});
const list = z.object({
  customer: z.string(),
  policies: z.array(
    z.object({
      number: z.string(),
      carrierName: z.string(),
      product: z.enum(["motor", "home"]),
      annualPence: z.int(),
      coverStart: z.string(),
      coverEnd: z.string(),
      renewedFrom: z.string().nullable(),
    }),
  ),
});

export type PolicyList = z.infer<typeof list>;

/** Buys one offer of a quote; once, where the caller gave a key. */
export function buyPolicy(
  policies: Upstream,
  order: unknown,
  key: string | undefined,
): Promise<z.infer<typeof bought>> {
  return callService(policies, "/policies", bought, order, key ? { "idempotency-key": key } : {});
}

/** The policies of a customer. */
export function listPolicies(policies: Upstream, customer: string): Promise<PolicyList> {
  return callService(policies, `/policies?${new URLSearchParams({ customer })}`, list);
}
