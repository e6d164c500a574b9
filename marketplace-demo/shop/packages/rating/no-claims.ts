/** What a renewal is rated on: the customer's policies and claims, and payments that came late. */
export type History = {
  policies: { number: string; coverStart: string }[];
  claims: { policyNumber: string; lodgedOn: string; status: "settled" | "declined" | "open" | "referred" }[];
  latePayments: number;
};

const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000;

/** Whole years between two days (`2026-04-01`), never less than nought. */
function wholeYears(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / YEAR_MS));
}

/**
 * Years without a claim up to `asOf`: since the latest claim, or since the first policy began.
 * Declined claims cost nobody anything and do not count.
 */
export function noClaimsYears(history: History, asOf: string): number {
  let since = history.policies.map((policy) => policy.coverStart).sort()[0] ?? asOf;
  for (const claim of history.claims) {
    if (claim.status === "declined") continue;
    if (claim.lodgedOn > since) since = claim.lodgedOn;
  }
  return wholeYears(since, asOf);
}

/** Claims of the last five years that count against the customer. */
export function recentClaims(history: History, asOf: string): number {
  const counted = history.claims.filter((claim) => claim.status !== "declined");
  return counted.filter((claim) => wholeYears(claim.lodgedOn, asOf) < 5).length;
}

// Share of the premium taken off after so many years; the panel agreed on one scale for all carriers.
const scale = [0, 0.1, 0.18, 0.25, 0.3, 0.33];

/** The discount for a number of years without a claim, as a share of the premium. */
export function noClaimsDiscount(years: number): number {
  return scale[Math.min(years, scale.length - 1)] ?? 0;
}
