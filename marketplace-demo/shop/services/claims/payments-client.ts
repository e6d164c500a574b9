import { z } from "zod";
import { callService, type Upstream } from "../../packages/http/call-service.ts";

const payout = z.object({ id: z.string() });

/** Pays a claim out, once for each claim, and returns the payout's reference. */
export async function payOut(payments: Upstream, claim: string, amountPence: number): Promise<string> {
  const key = { "idempotency-key": `payout:${claim}` };
  return (await callService(payments, "/payouts", payout, { claim, amountPence }, key)).id;
}
