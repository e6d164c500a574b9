import type { RequestCell } from "./request-cell.ts";

/** Bad requests among all. */
export interface Tally {
  total: number;
  hits: number;
}

/** Bad is failing, or, given a limit in milliseconds, slower than it. */
export function tallyOf(cell: RequestCell, slowMs: number | null): Tally {
  return slowMs === null
    ? { total: cell.requests, hits: cell.errors }
    : { total: cell.latency.count, hits: cell.latency.above(slowMs) };
}
