import type { Family, Finding } from "./finding.ts";
import { FITTED } from "./fitted-weights.ts";
import { WEIGHTS } from "./weights.ts";

/** What stands for election: a commit by its SHA, or a guiltless mechanism. */
export interface Contender {
  suspect: string | null;
  mechanism: string;
  findings: readonly Finding[];
  /** Logarithm of the share among the guiltless causes of such a symptom; 0 for commits, whose prior is a finding. */
  base: number;
}

export interface Judged extends Contender {
  probability: number;
}

/**
 * One probability for each contender: a conditional logit (McFadden, 1974), each contender's odds being
 * the exponential of its own sum of evidence, so that another commit leaves the odds of the rest as they were. Families are
 * bounded before they are summed. How far the whole is to be believed is another question: see `confidence/how-sure.ts`.
 *
 * Order: most probable first; among equals by SHA, so that the order of the evidence decides nothing.
 */
export function judge(contenders: readonly Contender[]): Judged[] {
  const utilities = contenders.map(utilityOf);
  const highest = Math.max(...utilities);
  const odds = utilities.map((utility) => Math.exp(utility - highest));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return contenders
    .map((contender, i) => ({ ...contender, probability: (odds[i] ?? 0) / total }))
    .toSorted(mostProbableFirst);
}

export function mostProbableFirst(a: Judged, b: Judged): number {
  return (
    b.probability - a.probability ||
    compare(a.suspect ?? "", b.suspect ?? "") ||
    compare(a.mechanism, b.mechanism)
  );
}

/** Logarithm of the odds of a contender, up to what all have in common. */
export function utilityOf({ base, findings }: Contender): number {
  return base + sumOfFamilies(findings);
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

/** What the evidence says for a cause by itself, before its share among all causes. */
export function wordFor({ findings }: Contender): number {
  return [...boundedSums(findings)].reduce(
    (sum, [family, weight]) => (family === "prior" ? sum : sum + weight),
    0,
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
