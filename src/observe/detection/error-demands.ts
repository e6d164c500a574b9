import type { Slo } from "../../contracts/policy.ts";
import type { Demands } from "./demands.ts";
import { LEARNING } from "./learning.ts";
import { levelsUnder, likelyBound, usualBound } from "./levels-under.ts";

/** Without an objective fewer failures than this are nobody's concern. */
const LEAST = 0.005;
/** A bound wider than this says only that nothing is known. */
const WIDEST = 0.3;
const MIN_REQUESTS = 50;
/** Less than this share of what is allowed is not told from nothing. */
const FINEST = 0.2;

/**
 * What is demanded of failures. The objective says what is allowed, unless more than that has failed all along: then that
 * is, because what was so before is no news (`chronic`, by burn rates, tells it). Without an objective, `likelyBound` of what
 * failed in the last hours.
 */
export function errorDemands(slo: Slo): Demands {
  const objective = slo.availability === undefined ? null : Math.max(1e-4, 1 - slo.availability);
  return {
    levels(seen, dispersion) {
      if (objective !== null) return levelsUnder(objective, FINEST, seen, dispersion);
      if (seen.seconds < LEARNING.seconds || seen.total < MIN_REQUESTS) return null;
      const bound = likelyBound(seen, dispersion);
      return bound > WIDEST
        ? null
        : {
            usual: usualBound(seen, dispersion),
            normal: Math.max(FINEST * LEAST, bound),
            allowed: Math.max(LEAST, bound),
          };
    },
    wanders: false,
    minimumHits: 3,
    minimumRequests: 5,
    burstSeconds: 2,
    aloneSeconds: 8,
  };
}
