import { z } from "zod";
import { loadConfig } from "../config/load-config.ts";
import { requiredEnv } from "../config/required-env.ts";

const carrierConfig = z.object({
  prices_timeout_ms: z.int().positive(),
  bindings_timeout_ms: z.int().positive(),
  retries: z.int().min(0).max(5),
});

export type Gateway = { url: string; key: string; config: z.infer<typeof carrierConfig> };

/** Clearwater as `config/carrier.yml` and the environment describe it. */
export function openGateway(): Gateway {
  return {
    url: requiredEnv("CARRIER_URL"),
    key: process.env.CARRIER_KEY ?? "sandbox",
    config: loadConfig("carrier", carrierConfig),
  };
}
