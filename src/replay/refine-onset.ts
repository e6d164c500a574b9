import type { Anomaly } from "../contracts/anomaly.ts";
import { boundsOf } from "./bounds-of.ts";
import type { LedgerShift, ShiftLedger } from "./shift-ledger.ts";

/** Log likelihood ratio from which a shift is one. */
const WORTH = 6;
/** What began longer before is something else. */
const LONGEST_MS = 12 * 60_000;
const KIND = { errors: "errors", latency: "latency" } as const;

/**
 * An anomaly that the tests found, with the onset that the whole bundle shows. Tests that are asked from second to
 * second know nothing of what comes after, and of a service that they have just come to know they may take the first
 * minutes of a fault for what is normal: then what they tell of is the day on which it became worse. Only an earlier
 * onset is taken over, because what they found has begun by then.
 *
 * @param notBeforeMs when the incident began at the earliest, where somebody says; epoch milliseconds
 * @param now epoch milliseconds
 */
export function refineOnset(
  anomaly: Anomaly,
  ledger: ShiftLedger,
  notBeforeMs: number | null,
  now: number,
): Anomaly {
  const kind = KIND[anomaly.symptom as keyof typeof KIND];
  if (!kind) return anomaly;
  const same = ledger
    .shifts({ fromMs: null, toMs: now })
    .filter((one) => one.kind === kind && one.service === anomaly.service && one.score >= WORTH);
  const told = Date.parse(anomaly.onset.at);
  const isMine = ({ operation, atMs, latestMs }: LedgerShift) =>
    (anomaly.operation === "*" || operation === anomaly.operation) &&
    atMs < Date.parse(anomaly.onset.earliest) &&
    told - atMs <= LONGEST_MS &&
    (notBeforeMs === null || latestMs >= notBeforeMs);
  const [shift] = same.filter(isMine);
  if (!shift) return anomaly;
  const { at, earliest, latest } = boundsOf(shift, now);
  const iso = (ms: number) => new Date(ms).toISOString();
  return { ...anomaly, onset: { at: iso(at), earliest: iso(earliest), latest: iso(latest) } };
}
