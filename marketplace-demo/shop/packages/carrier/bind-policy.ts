import { z } from "zod";
import { callGateway } from "./call-gateway.ts";
import type { Gateway } from "./open-gateway.ts";

const binding = z.object({ reference: z.string().min(1) });

/**
 * Puts a risk on cover at its carrier and returns the carrier's reference. The same order is bound once, however often
 * it is sent. A binding that no policy follows lapses at Clearwater after a day.
 */
export async function bindPolicy(
  gateway: Gateway,
  order: string,
  request: { carrier: string; annualPence: number; coverStart: string; policy: string },
): Promise<string> {
  const call = { timeoutMs: gateway.config.bindings_timeout_ms, idempotencyKey: order };
  return (await callGateway(gateway, "/v1/bindings", binding, request, call)).reference;
}
