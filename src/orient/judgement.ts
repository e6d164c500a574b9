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
  const utilities = contenders.map(
    (contender) =>
      contender.base +
      sumOfFamilies(contender.findings) +
      (contender.suspect !== null && isAgreed(voicesFor(contender, contenders)) ? WEIGHTS.agreement.adds : 0),
  );
  const floor = Math.max(
    Number.NEGATIVE_INFINITY,
    ...contenders.map((contender, i) => {
      if (contender.suspect === null) return Number.NEGATIVE_INFINITY;
      const ceiling = ceilingOf(contender, contenders);
      return (utilities[i] ?? 0) + Math.log((1 - ceiling) / ceiling);
    }),
  );
  const bounded = contenders.map(({ suspect, mechanism }, i) => {
    const utility = utilities[i] ?? 0;
    return suspect === null && mechanism === INVISIBLE ? Math.max(utility, floor) : utility;
  });
  const highest = Math.max(...bounded);
  const odds = bounded.map((utility) => Math.exp(utility - highest));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return contenders
    .map((contender, i) => ({ ...contender, probability: (odds[i] ?? 0) / total }))
    .toSorted(
      (a, b) =>
        b.probability - a.probability ||
        compare(a.suspect ?? "", b.suspect ?? "") ||
        compare(a.mechanism, b.mechanism),
    );
}

/**
 * A commit whose class explains the symptom, and for which another family speaks as well, better than for any rival, is
 * likelier than the sum of the two: on systems left out of the fit such answers were right more often than they said.
 */
function isAgreed(voices: readonly Family[]): boolean {
  return voices.length >= 2 && voices.includes("mechanism");
}

/** What is found so clearly against a commit is a fact and no matter of degree: from here on it keeps its word, and more. */
const CLEAR = -5;
const CLEARER = 2;

/** Sum of each family within its bounds, then over families, each as much as it has proved to be worth. */
export function sumOfFamilies(findings: readonly Finding[]): number {
  let sum = 0;
  for (const [family, weight] of boundedSums(findings)) {
    const { for: speaks, against } = FITTED[family] ?? { for: 1, against: 1 };
    sum +=
      weight > 0
        ? weight * speaks
        : Math.max(weight, CLEAR) * against + Math.min(0, weight - CLEAR) * CLEARER;
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

/** Families that speak for a commit, and not as well for a rival. */
export function voicesFor({ suspect, findings }: Contender, all: readonly Contender[]): Family[] {
  const mine = boundedSums(findings);
  const rivals = all
    .filter((other) => other.suspect !== null && other.suspect !== suspect)
    .map((other) => boundedSums(other.findings))
    .filter((its) => isRival(its, mine));
  return familiesFor(findings).filter((family) =>
    rivals.every((its) => (mine.get(family) ?? 0) >= (its.get(family) ?? 0) + WEIGHTS.rival.about),
  );
}

function ceilingOf(contender: Contender, all: readonly Contender[]): number {
  const { findings } = contender;
  const ceilings = WEIGHTS.ceilings;
  const mine = boundedSums(findings);
  const voices = voicesFor(contender, all);
  const ceiling = ceilings[Math.min(voices.length, ceilings.length - 1)] ?? 0.5;
  const { contradicted, agreement } = WEIGHTS;
  const agree = isAgreed(voices);
  const mechanism = mine.get("mechanism") ?? 0;
  const unfit = mechanism <= contradicted.mechanism || (!agree && mechanism < agreement.mechanism);
  const least = agree ? agreement.exposure : contradicted.exposure;
  const alibi = findings.some(({ family, weight }) => family === "exposure" && weight <= least);
  const misplaced = (mine.get("place") ?? 0) <= contradicted.place;
  const doubted = findings.some((finding) => finding.doubted);
  const otherwise = all.some((other) => other.suspect === null && wordFor(other) >= contradicted.otherwise);
  return unfit || alibi || misplaced || doubted || otherwise ? Math.min(ceiling, contradicted.most) : ceiling;
}

/** What the evidence says for a cause by itself, before its share among all causes. */
function wordFor({ findings }: Contender): number {
  return [...boundedSums(findings)].reduce(
    (sum, [family, weight]) => (family === "prior" ? sum : sum + weight),
    0,
  );
}

/** Whether another commit could as well be the one, by when it went live, what it is and whose it is. */
function isRival(its: ReadonlyMap<Family, number>, mine: ReadonlyMap<Family, number>): boolean {
  const { exposure, mechanism, less, standing } = WEIGHTS.rival;
  return (
    (its.get("exposure") ?? 0) >= (mine.get("exposure") ?? 0) - exposure &&
    (its.get("mechanism") ?? 0) >= Math.max(mechanism, (mine.get("mechanism") ?? 0) - less) &&
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
