import type { LedgerShift } from "./shift-ledger.ts";

/** What no test found is not known to the second. */
const SURE_MS = 5_000;

/** When a shift began, and between which times that lies, in epoch milliseconds. */
export function boundsOf(
  { atMs, stepMs, earliestMs, latestMs }: LedgerShift,
  now: number,
): { at: number; earliest: number; latest: number } {
  const about = Math.max(SURE_MS, 2 * stepMs);
  return {
    at: atMs,
    earliest: Math.min(earliestMs, atMs - about),
    latest: Math.min(now, Math.max(latestMs, atMs + about)),
  };
}
