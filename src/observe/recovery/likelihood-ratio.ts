/**
 * Log-likelihood ratio of "the share of bad requests is `well`" against "it is `ill`", after `hits` bad ones of `total`.
 * Wald's sequential probability ratio test (Ann. Math. Stat. 16, 1945): asked again after each request, it passes
 * ln(1/α) with a probability of at most α while the share still is `ill`, however often it was asked; a test for a
 * fixed number of requests promises that for one look alone.
 *
 * @param ill and `well` shares strictly between 0 and 1.
 */
export function likelihoodRatio(total: number, hits: number, well: number, ill: number): number {
  return hits * Math.log(well / ill) + (total - hits) * Math.log((1 - well) / (1 - ill));
}
