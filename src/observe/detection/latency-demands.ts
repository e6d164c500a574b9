import type { Slo } from "../../contracts/policy.ts";
import type { Demands } from "./demands.ts";
import { levelsUnder, likelyBound, usualBound } from "./levels-under.ts";

/** Where the limit was learnt, it lies well over the 95th percentile, and fewer than one in twenty exceed it. */
const LEAST = 0.03;
/** Where the 95th percentile is the objective. */
const SLOW = 0.05;
const WIDEST = 0.3;
const MIN_REQUESTS = 50;
/** Less than this share of what is allowed is not told from nothing: durations wander over a day. */
const FINEST = 0.25;

/**
 * What is demanded of slow requests. "The 95th percentile is over its objective" is a count: more than one request in
 * twenty exceeds it, whatever the shape of the distribution (the sign test applied to a quantile), and no clock but the
 * process's own had a part in measuring it.
 */
export function latencyDemands(slo: Slo): Demands {
  return {
    levels(seen, dispersion) {
      if (slo.latency) return levelsUnder(SLOW, FINEST, seen, dispersion);
      if (seen.total < MIN_REQUESTS) return null;
      const bound = likelyBound(seen, dispersion);
      return bound > WIDEST
        ? null
        : {
            usual: usualBound(seen, dispersion),
            normal: Math.max(FINEST * LEAST, bound),
            allowed: Math.max(LEAST, bound),
          };
    },
    wanders: true,
    minimumHits: 6,
    minimumRequests: 12,
    burstSeconds: 3,
    aloneSeconds: 8,
  };
}
