import { z } from "zod";
import { callService, type Upstream } from "../../packages/http/call-service.ts";

const charge = z.object({ policy: z.string() });

export type Premium = {
  policy: string;
  amountPence: number;
  plan: "annual" | "monthly";
  card?: string | undefined;
};

/**
 * Takes a policy's first premium, once for each order, and returns the policy that it was taken for: where an earlier try
 * of the order got this far, that is the number it had.
 * @throws {Problem} 402 when the bank declines.
 */
export async function takePremium(payments: Upstream, order: string, premium: Premium): Promise<string> {
  return (await callService(payments, "/charges", charge, premium, { "idempotency-key": order })).policy;
}
