import type { Slo } from "../../contracts/policy.ts";
import { upperBound } from "../statistics/binomial-bound.ts";
import { binomialTail } from "../statistics/binomial-tail.ts";
import { LEARNING } from "./learning.ts";
import type { Demands } from "./sequential-test.ts";

/** Without an objective fewer failures than this are nobody's concern. */
const LEAST = 0.005;
/** And so many times what failed before, at its upper bound. */
const TIMES = 2;
/** A bound wider than this says only that nothing is known. */
const WIDEST = 0.3;
const MIN_REQUESTS = 50;
/** How unlikely a past over the objective must be by chance before it is taken for normal. */
const SIGNIFICANT = 0.01;

/**
 * What is demanded of failures. The objective says what is normal, unless more than it allows has failed all along:
 * then that is, because what was so before is no news (`chronic`, by burn rates, tells it). Without an objective, twice
 * the upper bound of what failed in the last hour.
 */
export function errorDemands(slo: Slo): Demands {
  const allowed = slo.availability === undefined ? null : 1 - slo.availability;
  return {
    normal({ total, hits, seconds }) {
      if (allowed !== null) return normalUnder(Math.max(allowed, 1e-4), { total, hits });
      if (seconds < LEARNING.seconds || total < MIN_REQUESTS) return null;
      const bound = TIMES * upperBound(hits, total);
      return bound > WIDEST ? null : Math.max(LEAST, bound);
    },
    minimumHits: 3,
    minimumRequests: 5,
    burstSeconds: 2,
    aloneSeconds: 8,
  };
}

/** The share that the objective allows, or, where more than that was bad before, its upper bound. */
export function normalUnder(allowed: number, { total, hits }: { total: number; hits: number }): number {
  if (hits <= allowed * total || binomialTail("upper", hits, total, allowed) > SIGNIFICANT) return allowed;
  return Math.min(0.8, upperBound(hits, total));
}
