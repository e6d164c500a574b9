import type { Pool } from "pg";
import { bandsFor } from "../../packages/rating/bands.ts";
import type { Risk } from "../../packages/rating/risk.ts";
import { priceOffers } from "./price-offers.ts";
import type { Offer } from "./quote.ts";
import { listCarriers } from "./store/list-carriers.ts";
import { loadRatingRows } from "./store/load-rating-rows.ts";

/** Prices a risk of somebody who is new to us: no history, so no claims and no discounts. */
export async function quoteNewBusiness(pool: Pool, risk: Risk, coverStart: Date): Promise<Offer[]> {
  const bands = bandsFor(risk, 0);
  const carriers = await listCarriers(pool);
  const rows = await loadRatingRows(pool, risk.product, coverStart, bands);
  return priceOffers(carriers, rows, bands, []);
}
