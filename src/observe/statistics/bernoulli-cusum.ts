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
/** For so much of the time a share is as great as `normal`; for the rest it is as it usually is. */
const RARELY = 0.01;
/** From below, so that what is cut off makes alarms rarer. */
const ITERATIONS = 12;

/**
 * A family of one-sided CUSUM tests (Page, Biometrika 41, 1954) of a stream of requests, each bad or good: is the share
 * of bad ones `normal`, or has it risen to one of several greater shares? CUSUM has the least worst-case delay of all
 * tests with its rate of false alarms, about log(rate⁻¹)/KL (Lorden, Ann. Math. Stat. 42, 1971), where the alternative is
 * the truth; a geometric grid of alternatives comes close to it everywhere.
 *
 * Of `requests` requests one expects requests·`alarmsAt`·e^(−exponent·h) false alarms for each alternative with threshold h;
 * the alternatives share one alarm out equally, over the time that the share is usual and the little that it is normal.
 *
 * @param normal share of bad requests up to which nothing is wrong, above 0.
 * @param requests one false alarm in so many requests at most.
 * @param usual share of bad requests for nearly all of the time, at most `normal`.
 */
export function alternatives(normal: number, requests: number, usual = normal): Alternative[] {
  const least = Math.min(WORST, Math.max(LEAST_TIMES * normal, normal + 0.001));
  if (!(normal > 0) || normal >= least) return [];
  const gaps = Math.ceil(Math.log(WORST / least) / Math.log(SPACING));
  const ratio = gaps === 0 ? 1 : (WORST / least) ** (1 / gaps);
  return Array.from({ length: gaps + 1 }, (_, index) => {
    const share = least * ratio ** index;
    const bad = Math.log(share / normal);
    const good = Math.log((1 - share) / (1 - normal));
    const mayAlarm = requests * (gaps + 1);
    const rarely = Math.log((usual < normal ? RARELY : 1) * mayAlarm * alarmsAt(normal, 1, bad, good));
    let threshold = rarely;
    if (usual < normal) {
      const exponent = exponentAt(usual, bad, good);
      const usually = Math.log(mayAlarm * alarmsAt(usual, exponent, bad, good)) / exponent;
      threshold = Math.max(rarely, usually);
      threshold += Math.log(Math.exp(rarely - threshold) + Math.exp(exponent * (usually - threshold)));
    }
    return { share, bad, good, threshold: Math.max(1, threshold) };
  });
}

/** The exponent that makes e^(exponent·score) a martingale where that share is bad; 1 where it is `normal`. */
function exponentAt(share: number, bad: number, good: number): number {
  let exponent = 1;
  for (let i = 0; i < ITERATIONS; i++) {
    exponent = Math.log((1 - (1 - share) * Math.exp(exponent * good)) / share) / bad;
  }
  return exponent;
}

/**
 * False alarms for each request where that share is bad, times e^(exponent·h). A score that leaves zero with a bad request
 * reaches h before it is back with probability e^(exponent·(bad − h)) at most (Wald, Ann. Math. Stat. 16, 1945, §3.2). That
 * is three to eight times too much, because a score steps over h, and because it is away from zero already when many of them
 * come: as a compound Poisson process with drift it is idle like a server with constant service, and reaches h as its mirror
 * is ruined, with Cramér's constant, the ratio of its drifts (Asmussen and Albrecher, Ruin Probabilities, 2010, IV.5). By
 * simulation both together are exact for small shares, and too much for great ones.
 */
function alarmsAt(share: number, exponent: number, bad: number, good: number): number {
  const tilted = share * Math.exp(exponent * bad);
  const down = -(share * bad + (1 - share) * good);
  const up = tilted * bad + (1 - tilted) * good;
  return Math.min(tilted, (exponent * down * down) / up);
}
