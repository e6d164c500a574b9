/**
 * Splits a yearly premium into twelve payments in pence. What does not divide evenly goes on the first one,
 * so that the twelve add up to the premium exactly.
 */
export function instalments(annualPence: number): { first: number; others: number } {
  const others = Math.floor(annualPence / 12);
  return { first: annualPence - others * 11, others };
}
