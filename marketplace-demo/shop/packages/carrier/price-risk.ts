import { z } from "zod";
import type { Risk } from "../rating/risk.ts";
import { callGateway } from "./call-gateway.ts";
import type { Gateway } from "./open-gateway.ts";

const price = z.object({ annualPence: z.int().positive() });

/** What a carrier asks for a risk today, in pence a year. */
export async function priceRisk(
  gateway: Gateway,
  request: { carrier: string; risk: Risk; coverStart: string },
): Promise<number> {
  const timeoutMs = gateway.config.prices_timeout_ms;
  return (await callGateway(gateway, "/v1/prices", price, request, { timeoutMs })).annualPence;
}
