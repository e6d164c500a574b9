import type { OperationSeries } from "../operation-series.ts";
import type { ServiceRecord } from "../service-record.ts";
import { tallyOf } from "../tally.ts";
import { asChronic } from "./as-chronic.ts";
import type { Breach } from "./breach.ts";
import { findBurn } from "./find-burn.ts";

const LOOK_MS = 60_000;
/** What showed nothing bad for as long as the shorter of the long windows burns nothing. */
const QUIET_MS = 3_600_000;
const STALE_SECONDS = 120;
/** A 95th percentile is over its objective when more than so many requests are slower. */
const SLOW_SHARE = 0.05;
/** What burnt and has had so many seconds within the objective does not burn any more. */
const OVER_SECONDS = 1_800;
const MIN_STILL = 2;
const RECENT_SECONDS = 300;

type Kind = "errors" | "latency";
interface Looked {
  atMs: number;
  found: Breach[];
}
const looked = new WeakMap<ServiceRecord, Map<Kind, Looked>>();

/**
 * Operations of the service whose written objective burns over hours, or has always been broken; see `findBurn`. They
 * are looked for once a minute, and what is found stands until then.
 */
export function burnsOf(record: ServiceRecord, symptom: Kind, now: number): Breach[] {
  const { availability, latency } = record.slo;
  if (symptom === "errors" ? availability === undefined : latency === undefined) return [];
  let own = looked.get(record);
  if (!own) {
    own = new Map();
    looked.set(record, own);
  }
  const last = own.get(symptom);
  if (last && now - last.atMs < LOOK_MS) return last.found;
  const bad = symptom === "errors" ? record.lastFailedMs : record.lastSlowMs;
  const found = now - bad > QUIET_MS ? [] : search(record, symptom, last?.found ?? [], now);
  own.set(symptom, { atMs: now, found });
  return found;
}

function search(record: ServiceRecord, symptom: Kind, known: readonly Breach[], now: number): Breach[] {
  const { availability = 1, latency } = record.slo;
  const slowMs = symptom === "errors" ? null : (latency?.p95 ?? null);
  const allowed = symptom === "errors" ? Math.max(1e-4, 1 - availability) : SLOW_SHARE;
  const look = (operation: string, series: OperationSeries): Breach | null => {
    if (now / 1000 - series.newest > STALE_SECONDS) return null;
    if (symptom === "errors" && (series.newest - series.lastFailed) * 1000 > QUIET_MS) return null;
    // What was told is no part of the healthy past any more, and goes on for as long as it is over the objective.
    const before = known.find((one) => one.operation === operation);
    if (before && isOver(series, slowMs, allowed, OVER_SECONDS, MIN_STILL)) return before;
    // Reading hours takes a millisecond or two: what is within its objective just now can wait for a minute in which it is not.
    if (!isOver(series, slowMs, allowed, RECENT_SECONDS, 1)) return null;
    return findBurn(series, { symptom, operation, allowed, slowMs });
  };
  const found: Breach[] = [];
  for (const [operation, series] of record.operations) {
    const breach = look(operation, series);
    if (breach) found.push(asChronic(breach));
  }
  found.sort((a, b) => b.hits - a.hits);
  if (found.length > 0 || symptom === "latency") return found;
  const whole = look("*", record.whole);
  return whole ? [asChronic(whole)] : [];
}

function isOver(
  series: OperationSeries,
  slowMs: number | null,
  allowed: number,
  seconds: number,
  least: number,
): boolean {
  const { total, hits } = tallyOf(series.sum(series.newest - seconds + 1, series.newest), slowMs);
  return hits >= least && hits > allowed * total;
}
