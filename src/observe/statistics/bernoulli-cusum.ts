/** One alternative to "nothing changed": what each request says for it, in nats, and how much must be said. */
export interface Alternative {
  /** Share of bad requests that it supposes. */
  share: number;
  /** log-likelihood ratio of a bad request; above 0. */
  bad: number;
  /** log-likelihood ratio of a good request; below 0. */
  good: number;
  /** The score at which it is believed. */
  threshold: number;
}

/** Neighbouring alternatives lie this far apart at most: between two of them at least nine tenths of the power are left. */
const SPACING = 3.1;
const LEAST_TIMES = 2;
const WORST = 0.9;

/**
 * A family of one-sided CUSUM tests (Page, Biometrika 41, 1954) of a stream of requests, each bad or good: is the share
 * of bad ones `normal`, or has it risen to one of several greater shares? CUSUM has the least worst-case delay of all
 * tests with its rate of false alarms, about log(rate⁻¹)/KL (Lorden, Ann. Math. Stat. 42, 1971), where the alternative is
 * the truth; a geometric grid of alternatives comes close to it everywhere.
 *
 * Of `requests` requests one expects at most requests·`alarmsOf`·e^−h false alarms for each alternative with threshold h, and
 * the alternatives share one alarm out equally.
 *
 * @param normal share of bad requests where nothing is wrong, above 0.
 * @param requests one false alarm in so many requests at most.
 */
export function alternatives(normal: number, requests: number): Alternative[] {
  const least = Math.min(WORST, Math.max(LEAST_TIMES * normal, normal + 0.001));
  if (!(normal > 0) || normal >= least) return [];
  const gaps = Math.ceil(Math.log(WORST / least) / Math.log(SPACING));
  const ratio = gaps === 0 ? 1 : (WORST / least) ** (1 / gaps);
  return Array.from({ length: gaps + 1 }, (_, index) => {
    const share = least * ratio ** index;
    return {
      share,
      bad: Math.log(share / normal),
      good: Math.log((1 - share) / (1 - normal)),
      threshold: Math.max(1, Math.log(requests * alarmsOf(share, normal) * (gaps + 1))),
    };
  });
}

/**
 * False alarms for each request, times e^h. A score that leaves zero with a bad request reaches h before it is back
 * with probability e^(bad − h) at most (Wald, Ann. Math. Stat. 16, 1945, §3.2), and bad requests come at the rate
 * `normal`: no more than `share` in all. Where good requests between two bad ones are many that is three to eight times too
 * much, because a score steps over h and because it is away from zero already: as a compound Poisson process with drift it
 * is idle like a server with constant service, and reaches h as its mirror is ruined. Cramér's constant of that is the ratio of
 * the two divergences (Asmussen and Albrecher, Ruin Probabilities, 2010, IV.5), and both together make KL(normal, share)² /
 * KL(share, normal). By simulation that is exact for small shares, and too much for great ones.
 */
function alarmsOf(share: number, normal: number): number {
  return Math.min(share, divergence(normal, share) ** 2 / divergence(share, normal));
}

/** Kullback and Leibler's divergence of two shares, in nats. */
function divergence(p: number, q: number): number {
  return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
}
