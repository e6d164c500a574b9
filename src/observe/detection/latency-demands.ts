import type { Slo } from "../../contracts/policy.ts";
import { upperBound } from "../statistics/binomial-bound.ts";
import { normalUnder } from "./error-demands.ts";
import type { Demands } from "./sequential-test.ts";

/** Where the limit was learnt, it lies well over the 95th percentile, and fewer than one in twenty exceed it. */
const LEAST = 0.03;
const TIMES = 2;
const WIDEST = 0.3;
const MIN_REQUESTS = 50;

/**
 * What is demanded of slow requests. "The 95th percentile is over its objective" is a count: more than one request in
 * twenty exceeds it, whatever the shape of the distribution (the sign test applied to a quantile), and no clock but the
 * process's own had a part in measuring it.
 */
export function latencyDemands(slo: Slo): Demands {
  return {
    normal({ total, hits }) {
      if (slo.latency) return normalUnder(0.05, { total, hits });
      if (total < MIN_REQUESTS) return null;
      const bound = TIMES * upperBound(hits, total);
      return bound > WIDEST ? null : Math.max(LEAST, bound);
    },
    minimumHits: 6,
    minimumRequests: 12,
    burstSeconds: 3,
    aloneSeconds: 8,
  };
}
