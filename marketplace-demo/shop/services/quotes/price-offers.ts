import type { Band } from "../../packages/rating/bands.ts";
import { type Discount, premiumFor } from "../../packages/rating/premium.ts";
import { type RatingRow, ratingTables } from "../../packages/rating/rating-table.ts";
import type { Offer } from "./quote.ts";
import type { Carrier } from "./store/list-carriers.ts";

/** One offer from each carrier that insures all the bands, cheapest first. */
export function priceOffers(
  carriers: Carrier[],
  rows: RatingRow[],
  bands: Band[],
  discounts: Discount[],
): Offer[] {
  const offers: Offer[] = [];
  for (const table of ratingTables(rows)) {
    const carrier = carriers.find(({ id }) => id === table.carrier);
    const premium = premiumFor(table, bands, discounts);
    if (!carrier || !premium) continue;
    offers.push({ carrier: carrier.id, name: carrier.name, strapline: carrier.strapline, ...premium });
  }
  return offers.sort((a, b) => a.annualPence - b.annualPence);
}
