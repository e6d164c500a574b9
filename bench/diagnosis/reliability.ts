import type { CaseResult } from "./case.ts";

export interface ReliabilityBin {
  from: number;
  to: number;
  cases: number;
  /** Weighted means. */
  confidence: number;
  right: number;
}

export interface Reliability {
  bins: ReliabilityBin[];
  /** Expected calibration error: how far confidence is from what comes true, by the weight of each bin. */
  error: number;
  brier: number;
}

const EDGES = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001];

/**
 * What was said against what was true, were this share of all incidents a commit's doing: guilty and guiltless cases are
 * weighted to it.
 */
export function reliability(results: readonly CaseResult[], guiltyShare: number): Reliability {
  const guilty = results.filter((one) => one.guilty).length;
  const guiltless = results.length - guilty;
  const weigh = (one: CaseResult) => (one.guilty ? guiltyShare / guilty : (1 - guiltyShare) / guiltless);
  const total = results.reduce((sum, one) => sum + weigh(one), 0) || 1;
  const bins = EDGES.slice(1).flatMap((to, i): (ReliabilityBin & { weight: number })[] => {
    const from = EDGES[i] as number;
    const inside = results.filter(({ confidence }) => confidence >= from && confidence < to);
    const weight = inside.reduce((sum, one) => sum + weigh(one), 0);
    if (weight === 0) return [];
    const mean = (of: (one: CaseResult) => number) =>
      inside.reduce((sum, one) => sum + weigh(one) * of(one), 0) / weight;
    return [
      {
        from,
        to: Math.min(1, to),
        cases: inside.length,
        confidence: mean((one) => one.confidence),
        right: mean((one) => Number(one.right)),
        weight,
      },
    ];
  });
  return {
    bins: bins.map(({ weight, ...bin }) => bin),
    error:
      bins.reduce((sum, { weight, confidence, right }) => sum + weight * Math.abs(confidence - right), 0) /
      total,
    brier: results.reduce((sum, one) => sum + weigh(one) * one.brier, 0) / total,
  };
}
