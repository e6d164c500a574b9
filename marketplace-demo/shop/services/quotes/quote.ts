import type { Premium } from "../../packages/rating/premium.ts";
import type { Risk } from "../../packages/rating/risk.ts";

/** What one carrier asks for. Money is in pence. */
export type Offer = Premium & { carrier: string; name: string; strapline: string };

export type Quote = {
  id: string;
  kind: "new" | "renewal";
  customer: string | null;
  previousPolicy: string | null;
  risk: Risk;
  coverStart: string;
  validUntil: string;
  offers: Offer[];
};
