import type { Family, Finding } from "./finding.ts";
import { FITTED } from "./fitted-weights.ts";
import { WEIGHTS } from "./weights.ts";

/** What stands for election: a commit by its SHA, or a guiltless mechanism. */
export interface Contender {
  suspect: string | null;
  mechanism: string;
  findings: readonly Finding[];
  /** Logarithm of the share among the guiltless causes; 0 for commits, whose prior is a finding. */
  base: number;
}

export interface Judged extends Contender {
  probability: number;
}

const INVISIBLE = "a change that I cannot see";

/**
 * One probability for each contender: a conditional logit (McFadden, 1974), each contender's odds being
 * the exponential of its own sum of evidence, so that another irrelevant commit leaves the odds of the
 * rest as they were. Families are bounded before they are summed. However well a commit fits, the
 * invisible change keeps the share that the number of independent families for the commit leaves it.
 *
 * Order: most probable first; among equals by SHA, so that the order of the evidence decides nothing.
 */
export function judge(contenders: readonly Contender[]): Judged[] {
  const utilities = contenders.map((contender) => contender.base + sumOfFamilies(contender.findings));
  const highest = Math.max(...utilities);
  const odds = utilities.map((utility) => Math.exp(utility - highest));
  const total = odds.reduce((sum, one) => sum + one, 0);
  const fitted = contenders.map((contender, i) => ({ ...contender, probability: (odds[i] ?? 0) / total }));
  // No two can be above a half.
  const ceiling = (one: Contender) => ceilingOf(one, contenders);
  const above = fitted.find((one) => one.suspect !== null && one.probability > ceiling(one));
  const excess = above ? above.probability - ceiling(above) : 0;
  return fitted
    .map((one) => {
      if (one === above) return { ...one, probability: one.probability - excess };
      if (one.suspect === null && one.mechanism === INVISIBLE)
        return { ...one, probability: one.probability + excess };
      return one;
    })
    .toSorted(
      (a, b) =>
        b.probability - a.probability ||
        compare(a.suspect ?? "", b.suspect ?? "") ||
        compare(a.mechanism, b.mechanism),
    );
}

/** Sum of each family within its bounds, then over families, each as much as it has proved to be worth. */
export function sumOfFamilies(findings: readonly Finding[]): number {
  let sum = 0;
  for (const [family, weight] of boundedSums(findings)) {
    const { for: speaks, against } = FITTED[family] ?? { for: 1, against: 1 };
    sum += weight * (weight > 0 ? speaks : against);
  }
  return sum;
}

const SPEAKS_FROM: Readonly<Partial<Record<Family, number>>> = WEIGHTS.speaksFrom;

/**
 * Families that speak clearly for the contender. The prior and whose files they are accuse nobody, and what memory
 * or a model says is no fact of this incident.
 */
export function familiesFor(findings: readonly Finding[]): Family[] {
  return [...byFamily(findings)]
    .filter(([family, weight]) => {
      const from = SPEAKS_FROM[family];
      return from !== undefined && bound(family, weight) >= from;
    })
    .map(([family]) => family);
}

function ceilingOf({ suspect, findings }: Contender, all: readonly Contender[]): number {
  const ceilings = WEIGHTS.ceilings;
  const mine = boundedSums(findings);
  const rivals = all
    .filter((other) => other.suspect !== null && other.suspect !== suspect)
    .map((other) => boundedSums(other.findings))
    .filter((its) => isRival(its, mine));
  const voices = familiesFor(findings).filter((family) =>
    rivals.every((its) => (mine.get(family) ?? 0) >= (its.get(family) ?? 0) + WEIGHTS.rival.about),
  );
  const ceiling = ceilings[Math.min(voices.length, ceilings.length - 1)] ?? 0.5;
  const unfit = (mine.get("mechanism") ?? 0) <= WEIGHTS.contradicted.mechanism;
  const alibi = findings.some(
    ({ family, weight }) => family === "exposure" && weight <= WEIGHTS.contradicted.exposure,
  );
  const misplaced = (mine.get("place") ?? 0) <= WEIGHTS.contradicted.place;
  return unfit || alibi || misplaced ? Math.min(ceiling, WEIGHTS.contradicted.most) : ceiling;
}

/** Whether another commit could as well be the one, by when it went live, what it is and whose it is. */
function isRival(its: ReadonlyMap<Family, number>, mine: ReadonlyMap<Family, number>): boolean {
  const { exposure, mechanism, standing } = WEIGHTS.rival;
  return (
    (its.get("exposure") ?? 0) >= (mine.get("exposure") ?? 0) - exposure &&
    (its.get("mechanism") ?? 0) >= mechanism &&
    (its.get("prior") ?? 0) + (its.get("ownership") ?? 0) >= standing
  );
}

/** The sum of each family within its bounds. */
export function boundedSums(findings: readonly Finding[]): Map<Family, number> {
  return new Map([...byFamily(findings)].map(([family, weight]) => [family, bound(family, weight)]));
}

function byFamily(findings: readonly Finding[]): Map<Family, number> {
  const sums = new Map<Family, number>();
  for (const { family, weight } of findings) sums.set(family, (sums.get(family) ?? 0) + weight);
  return sums;
}

function bound(family: Family, weight: number): number {
  if (family === "prior" || family === "ownership") return weight;
  const { least, most } = WEIGHTS[family];
  return Math.max(least, Math.min(most, weight));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
