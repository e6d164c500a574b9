import type { Pool } from "pg";
import { bandsFor } from "../../packages/rating/bands.ts";
import {
  type History,
  noClaimsDiscount,
  noClaimsYears,
  recentClaims,
} from "../../packages/rating/no-claims.ts";
import type { Discount } from "../../packages/rating/premium.ts";
import type { Risk } from "../../packages/rating/risk.ts";
import { priceOffers } from "./price-offers.ts";
import type { Offer } from "./quote.ts";
import { listCarriers } from "./store/list-carriers.ts";
import { loadHistory } from "./store/load-history.ts";
import { loadRatingRows } from "./store/load-rating-rows.ts";

/** The discounts that a customer's history earns at the start of the new cover. */
export function renewalDiscounts(
  history: History,
  coverStart: string,
  promptPayerDiscount: number,
): Discount[] {
  const noClaims = noClaimsDiscount(noClaimsYears(history, coverStart));
  const promptPayer = history.latePayments === 0 ? promptPayerDiscount : 0;
  return [
    { name: "no claims", share: noClaims },
    { name: "prompt payer", share: promptPayer },
  ];
}

/** Prices the renewal of a policy with all that we know about the customer. */
export async function quoteRenewal(
  pool: Pool,
  policyNumber: string,
  risk: Risk,
  coverStart: Date,
  promptPayerDiscount: number,
): Promise<Offer[]> {
  const history = await loadHistory(pool, policyNumber);
  const day = coverStart.toISOString().slice(0, 10);
  const bands = bandsFor(risk, recentClaims(history, day));
  const carriers = await listCarriers(pool);
  const rows = await loadRatingRows(pool, risk.product, coverStart, bands);
  return priceOffers(carriers, rows, bands, renewalDiscounts(history, day, promptPayerDiscount));
}
