import type { Symptom } from "../../contracts/signal.ts";
import { detectMemory } from "../memory/detect-memory.ts";
import type { OperationSeries } from "../operation-series.ts";
import { isSmeared } from "../request-metrics/is-smeared.ts";
import type { ServiceRecord } from "../service-record.ts";
import { tallyOf } from "../tally.ts";
import { asChronic, isChronic } from "./as-chronic.ts";
import type { Breach } from "./breach.ts";
import { burnsOf } from "./burns-of.ts";
import { detectErrors } from "./detect-errors.ts";
import { detectLatency } from "./detect-latency.ts";
import { isSeasonal } from "./is-seasonal.ts";
import { slowLimit } from "./slow-limit.ts";

/** What showed nothing bad for this long need not be looked at. */
const QUIET_MS = 20_000;
/** An operation with this share of the bad requests is the one meant; below it the whole process is. */
const CONCENTRATED = 0.6;
/** Telemetry older than this is no news. */
const STALE_SECONDS = 120;

/**
 * Every operation of the service that breaks that objective now, the clearest first. "*" stands for the whole process:
 * where failures are spread too thin for any one operation to show them, or over too many for one to be named.
 */
export function findBreaches(record: ServiceRecord, symptom: Symptom, now: number): Breach[] {
  if (symptom === "memory") {
    const breach = detectMemory(record, now);
    return breach ? [breach] : [];
  }
  if (symptom === "traffic" || symptom === "saturation") return [];
  const last = symptom === "errors" ? record.lastFailedMs : record.lastSlowMs;
  const burns = burnsOf(record, symptom, now).filter((breach) => !mayBeSampling(breach, record, now));
  if (now - last > QUIET_MS) return burns;
  const fresh = (series: OperationSeries) => now / 1000 - series.newest < STALE_SECONDS;
  const found: Breach[] = [];
  for (const [operation, series] of record.operations) {
    if (!fresh(series)) continue;
    if (symptom === "errors" && (series.newest - series.lastFailed) * 1000 > QUIET_MS) continue;
    const breach = detect(series, operation, record, symptom, now);
    if (breach && !mayBeSampling(breach, record, now) && !isSeasonal(breach, record))
      found.push(asChronic(breach));
  }
  found.sort((a, b) => b.hits - a.hits);
  const slowly = burns.filter((burn) => !found.some(({ operation }) => operation === burn.operation));
  found.push(...slowly);
  if (symptom !== "errors" || !fresh(record.whole)) return found;
  const whole = detectErrors(record.whole, "*", record.slo);
  if (!whole || mayBeSampling(whole, record, now) || isSeasonal(whole, record)) return found;
  const grain = record.rates.metered.coarsestSeconds(now);
  if (isSmeared(record.whole, Math.floor(whole.onset.at / 1000), null, grain)) return found;
  const worst = worstOperation(record);
  if (worst.share >= CONCENTRATED) {
    if (found.some((breach) => breach.operation === worst.operation)) return found;
    const one = { ...whole, operation: worst.operation, ...levelsOf(record, worst.operation, whole) };
    return [asChronic(one), ...found];
  }
  return [asChronic(whole), ...found];
}

/** Failures that were there from the first request on, in spans of which nobody said how they are sampled: see `SpanSampling`. */
function mayBeSampling(breach: Breach, record: ServiceRecord, now: number): boolean {
  return (
    breach.symptom === "errors" &&
    isChronic(breach) &&
    !record.rates.isPlain(breach.operation, Math.floor(breach.onset.at / 1000), now)
  );
}

function detect(
  series: OperationSeries,
  operation: string,
  record: ServiceRecord,
  symptom: Symptom,
  now: number,
): Breach | null {
  const limit = symptom === "errors" ? null : slowLimit(series, record.slo);
  if (symptom !== "errors" && limit === null) return null;
  const breach =
    limit === null
      ? detectErrors(series, operation, record.slo)
      : detectLatency(series, operation, record.slo, limit);
  if (!breach) return null;
  const grain = record.rates.metered.grainSeconds(operation, now);
  return isSmeared(series, Math.floor(breach.onset.at / 1000), limit, grain) ? null : breach;
}

/** The operation with most of the failures of the last 30 seconds. */
function worstOperation(record: ServiceRecord): { operation: string; share: number } {
  let worst = { operation: "*", hits: 0 };
  let all = 0;
  for (const [operation, series] of record.operations) {
    const { hits } = tallyOf(series.sum(record.whole.newest - 29, record.whole.newest), null);
    all += hits;
    if (hits > worst.hits) worst = { operation, hits };
  }
  return { operation: worst.operation, share: all === 0 ? 0 : worst.hits / all };
}

/** The levels of that operation alone, over the stretch in which the whole process was found broken. */
function levelsOf(record: ServiceRecord, operation: string, whole: Breach): Partial<Breach> {
  const series = record.series(operation);
  if (!series) return {};
  const from = Math.floor(whole.onset.at / 1000);
  const now = series.sum(from, series.newest);
  const before = series.baseline(from, 600).cell;
  if (now.requests === 0) return {};
  return {
    observed: { value: now.errors / now.requests, unit: "ratio", samples: now.requests },
    ...(before.requests > 0
      ? {
          baseline: {
            value: before.errors / before.requests,
            unit: "ratio" as const,
            samples: before.requests,
          },
        }
      : {}),
  };
}
