import { upperBound } from "../statistics/binomial-bound.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import type { Tally } from "../tally.ts";
import type { Levels } from "./demands.ts";

/** What is usual wanders by less than this. */
const TIMES = 2;
/** How unlikely a past over the objective must be by chance before it is taken for normal. */
const SIGNIFICANT = 0.01;
const WORST = 0.8;

/**
 * Up to which share of bad requests nothing has changed, where so many of them tell as much as one: what wanders by twice its
 * likely value does so within the upper bound as long as few were seen, and beyond it where many were. Twice the bound
 * would allow for both at once, and make a service that never failed wait for three times as many failures.
 */
export function likelyBound({ total, hits }: Tally, dispersion: number): number {
  const alike = { total: total / dispersion, hits: hits / dispersion };
  return Math.max(upperBound(alike.hits, alike.total), (TIMES * (alike.hits + 1)) / Math.max(1, alike.total));
}

/** The share of bad requests that was seen, from above. */
export function usualBound({ total, hits }: Tally, dispersion: number): number {
  return upperBound(hits / dispersion, total / dispersion);
}

/**
 * What is normal and what is allowed under an objective: a service that keeps well within it is known to by its past,
 * and is found to have changed long before a service that has always used it up. Where more than the objective allows was bad
 * before, that past is both.
 *
 * @param objective share of requests that may be bad. @param finest least part of it that is told from nothing.
 */
export function levelsUnder(objective: number, finest: number, seen: Tally, dispersion: number): Levels {
  const { total, hits } = seen;
  const alike = { total: Math.round(total / dispersion), hits: Math.round(hits / dispersion) };
  if (hits > objective * total && binomialTail("upper", alike.hits, alike.total, objective) <= SIGNIFICANT) {
    const chronic = Math.min(WORST, upperBound(alike.hits, alike.total));
    return { usual: chronic, normal: chronic, allowed: chronic };
  }
  const normal = Math.min(objective, Math.max(finest * objective, likelyBound(seen, dispersion)));
  return { usual: Math.min(normal, usualBound(seen, dispersion)), normal, allowed: objective };
}
