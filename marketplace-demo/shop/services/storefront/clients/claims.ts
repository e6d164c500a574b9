import { z } from "zod";
import { callService, type Upstream } from "../../../packages/http/call-service.ts";

const claim = z.object({
  number: z.string(),
  policy: z.string(),
  product: z.enum(["motor", "home"]),
  kind: z.string().nullable(),
  description: z.string().nullable(),
  lostOn: z.string().nullable(),
  lodgedOn: z.string(),
  status: z.enum(["open", "settled", "declined", "referred"]),
  amountPence: z.int(),
  reason: z.string().nullable(),
  paidPence: z.int().nullable(),
});
const list = z.object({ customer: z.string(), claims: z.array(claim) });

export type Claim = z.infer<typeof claim>;
export type ClaimList = z.infer<typeof list>;

/** Files a claim; once, where the caller gave a key. */
export function fileClaim(claims: Upstream, form: unknown, key: string | undefined): Promise<Claim> {
  return callService(claims, "/claims", claim, form, key ? { "idempotency-key": key } : {});
}

/** One claim and how it stands. */
export function fetchClaim(claims: Upstream, number: string): Promise<Claim> {
  return callService(claims, `/claims/${encodeURIComponent(number)}`, claim);
}

/** The claims on a customer's policies. */
export function listClaims(claims: Upstream, customer: string): Promise<ClaimList> {
  return callService(claims, `/claims?${new URLSearchParams({ customer })}`, list);
}
