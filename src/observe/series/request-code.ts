import { latencyKey } from "./latency-key.ts";

/**
 * What is kept of one request, beside its second, in 32 bits: the logarithmic bucket of its duration (11), whether it
 * failed (1), whether it is a duration only and counts no request (1), revision (5), weight (14).
 */
export type RequestCode = number;

export const FAILED = 1 << 20;
export const ONLY_DURATION = 1 << 19;
const KEY_SHIFT = 21;
const REVISION_SHIFT = 14;
const REVISION_MASK = 31;
/** The bits of the weight; none of them is set where it is one. */
export const WEIGHT_MASK = (1 << 14) - 1;
const DIGITS = 900;

/** @param revision from 0 to 31. @param durationMs null where there is none that says anything. */
export function requestCode(
  revision: number,
  failed: boolean,
  durationMs: number | null,
  weight: number,
): RequestCode {
  return (
    ((latencyKey(durationMs) << KEY_SHIFT) |
      (failed ? FAILED : 0) |
      (revision << REVISION_SHIFT) |
      weightCode(weight)) >>>
    0
  );
}

/** @param code of revision 0. */
export const withRevision = (code: RequestCode, revision: number): RequestCode =>
  (code | (revision << REVISION_SHIFT)) >>> 0;

export const keyOf = (code: RequestCode): number => code >>> KEY_SHIFT;
export const revisionIn = (code: RequestCode): number => (code >>> REVISION_SHIFT) & REVISION_MASK;

/** How many requests it stands for. */
export function weightOf(code: RequestCode): number {
  const weight = code & WEIGHT_MASK;
  if (weight === 0) return 1;
  return ((100 + (weight % DIGITS)) * 10 ** Math.floor(weight / DIGITS)) / 100;
}

/**
 * Three significant digits of a weight, from 1.00 to 9.99e17: the usual sampling rates (1 in 2, 8, 10, 100) are exact,
 * and none is off by more than half a per cent. What is no weight, or below one, counts as one.
 */
function weightCode(weight: number): number {
  if (!(weight > 1)) return 0;
  let digits = Math.min(weight, 9.99e17) * 100;
  let decade = 0;
  for (; digits >= 1000; digits /= 10) decade++;
  digits = Math.round(digits);
  if (digits === 1000) {
    digits = 100;
    decade++;
  }
  return decade * DIGITS + digits - 100;
}
