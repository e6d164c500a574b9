import type { Pool } from "pg";
import { type Cache, createCache } from "../../packages/cache/create-cache.ts";
import type { Gateway } from "../../packages/carrier/open-gateway.ts";
import { priceRisk } from "../../packages/carrier/price-risk.ts";
import type { Flags } from "../../packages/flags/open-flags.ts";
import type { Risk } from "../../packages/rating/risk.ts";
import { log } from "../../packages/telemetry/log.ts";
import type { Offer } from "./quote.ts";
import { listCarriers } from "./store/list-carriers.ts";

/** Asks carriers that price live for the premium of a risk, and keeps what they said for a while. */
export type LivePrices = { gateway: Gateway; flags: Flags; cache: Cache<number> };

export function openLivePrices(gateway: Gateway, flags: Flags, cacheSeconds: number): LivePrices {
  const cache = createCache<number>({ name: "live prices", max: 500, ttlMs: cacheSeconds * 1000 });
  return { gateway, flags, cache };
}

/**
 * The offers with the live price of each carrier that has one, cheapest first. Where a carrier does not answer, its
 * table's price stands.
 */
export async function withLivePrices(
  pool: Pool,
  live: LivePrices,
  offers: Offer[],
  risk: Risk,
  coverStart: string,
): Promise<Offer[]> {
  if (!live.flags.enabled("live_prices")) return offers;
  const carriers = await listCarriers(pool);
  const pricedLive = new Set(carriers.filter((carrier) => carrier.live).map(({ id }) => id));
  const priced = await Promise.all(
    offers.map(async (offer) =>
      pricedLive.has(offer.carrier) ? priceLive(live, offer, risk, coverStart) : offer,
    ),
  );
  return priced.sort((a, b) => a.annualPence - b.annualPence);
}

async function priceLive(live: LivePrices, offer: Offer, risk: Risk, coverStart: string): Promise<Offer> {
  const { carrier } = offer;
  const key = JSON.stringify([carrier, coverStart, risk]);
  try {
    const load = () => priceRisk(live.gateway, { carrier, risk, coverStart });
    return { ...offer, annualPence: await live.cache.get(key, load), breakdown: [] };
  } catch (error) {
    log.warn("a carrier was priced by its table", { carrier, reason: (error as Error).message });
    return offer;
  }
}
