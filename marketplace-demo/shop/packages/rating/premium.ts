import type { Band } from "./bands.ts";
import { type RatingTable, rateOf } from "./rating-table.ts";

export type Discount = { name: string; share: number };
export type Premium = { annualPence: number; breakdown: { name: string; multiplier: number }[] };

/**
 * The yearly premium of one carrier: the base premium times the multiplier of each band, less the discounts,
 * which apply one after the other. The first band must be the base premium's.
 * @returns nothing where the carrier does not insure one of the bands.
 */
export function premiumFor(table: RatingTable, bands: Band[], discounts: Discount[]): Premium | undefined {
  let pence = 1;
  const breakdown: Premium["breakdown"] = [];
  for (const band of bands) {
    const rate = rateOf(table, band);
    if (rate === undefined) return undefined;
    pence *= rate;
    if (band.factor !== "base") breakdown.push({ name: band.factor, multiplier: rate });
  }
  for (const { name, share } of discounts) {
    if (share === 0) continue;
    pence *= 1 - share;
    breakdown.push({ name, multiplier: 1 - share });
  }
  return { annualPence: Math.round(pence), breakdown };
}
