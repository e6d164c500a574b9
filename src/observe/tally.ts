import type { RequestCell } from "./request-cell.ts";

/** Bad requests among all. */
export interface Tally {
  total: number;
  hits: number;
}

/**
 * Bad is failing, or, given a limit in milliseconds, slower than it. Whole numbers for exact tests: where requests stand
 * for others that were sampled away, the effective sample size (Kish, Survey Sampling, 1965: (Σw)²/Σw²) and the same
 * share of it, so that a hundredth of the spans is a hundredth of the evidence. Where each stands for itself, the counts.
 */
export function tallyOf(cell: RequestCell, slowMs: number | null): Tally {
  const [total, squares, hits] =
    slowMs === null
      ? [cell.requests, cell.squares, cell.errors]
      : [cell.latency.count, cell.latency.squares, cell.latency.above(slowMs)];
  const scale = total === squares ? 1 : total / squares;
  return { total: Math.round(total * scale), hits: Math.round(hits * scale) };
}
