import { pounds } from "../../packages/money/pounds.ts";

/** What a decision depends on. Money is in pence. */
export type Facts = {
  amountPence: number;
  /** In pounds, as the policy has it. */
  excess: number;
  /** Up to which amount the policy's carrier lets us settle this kind; nothing where it wants to see each. */
  limitPence: number | undefined;
  /** Other claims on the same policy within a year. */
  otherClaims: number;
};
export type Decision = {
  status: "settled" | "declined" | "referred";
  reason: string;
  paidPence: number;
};

/** Settles what is small, declines what the excess swallows, and leaves the rest to the desk. */
export function decide(facts: Facts, mostClaimsAYear: number): Decision {
  const paidPence = facts.amountPence - facts.excess * 100;
  const refer = (reason: string): Decision => ({ status: "referred", reason, paidPence: 0 });
  if (paidPence <= 0) {
    return {
      status: "declined",
      reason: `It is within your excess of ${pounds(facts.excess * 100)}.`,
      paidPence: 0,
    };
  }
  if (facts.limitPence === undefined) return refer("The carrier looks at these itself.");
  if (facts.amountPence > facts.limitPence) return refer("An adviser looks at claims of this size.");
  if (facts.otherClaims >= mostClaimsAYear) return refer("An adviser looks at it with your other claims.");
  return {
    status: "settled",
    reason: `Settled, less your excess of ${pounds(facts.excess * 100)}.`,
    paidPence,
  };
}
