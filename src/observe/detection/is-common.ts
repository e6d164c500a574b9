import type { Memory } from "../ingest-telemetry.ts";
import { operationOf } from "../operation-of.ts";
import type { OperationSeries } from "../operation-series.ts";
import type { ServiceRecord } from "../service-record.ts";
import { callersOf } from "../traces/callers-of.ts";
import type { Breach } from "./breach.ts";
import { slowLimit } from "./slow-limit.ts";

const RECENT_SECONDS = 7;
const MIN_RECENT = 5;
const MAX_REQUESTS = 300;
const MIN_BASELINE = 20;
/** Of the slow operation's own slow-down, the share that everything else must show for it to be shared. */
const SHARED = 0.5;

/**
 * Whether operations that have nothing to do with a slow one are slow as well: a machine that is short of processor time,
 * or a database that all wait for, slows down every service that lives on it at once, and none of them is to blame yet.
 * That is so when one of them is over its own objective at the median, or when all slowed down by half as much.
 * Operations that call the service, as the traces of the last seconds show, wait for it and say nothing.
 */
export function isCommon(breach: Breach, record: ServiceRecord, { services, traces }: Memory): boolean {
  const before = Math.floor(breach.onset.earliest / 1000);
  const own = record.series(breach.operation);
  const mine = own ? slowDown(own, before) : null;
  const callers = new Set<string>();
  const of = { service: record.service, operation: "*", scopes: record.scopes };
  for (const { record: trace, entry } of traces.requests(of, () => true, MAX_REQUESTS)) {
    for (const caller of callersOf(trace, entry)) {
      callers.add(`${caller.resource.service}\0${operationOf(caller)}`);
    }
  }
  const others: number[] = [];
  for (const other of services.all()) {
    if (other === record) continue;
    for (const [operation, series] of other.operations) {
      if (callers.has(`${other.service}\0${operation}`)) continue;
      if (Math.abs(series.newest - record.whole.newest) > RECENT_SECONDS) continue;
      const found = slowDown(series, before);
      if (!found) continue;
      const limit = slowLimit(series, other.slo);
      if (limit !== null && found.median > limit) return true;
      if (found.factor !== null) others.push(found.factor);
    }
  }
  if (mine?.factor == null || others.length === 0) return false;
  const needed = SHARED * mine.factor;
  return others.every((factor) => factor >= needed);
}

function slowDown(series: OperationSeries, before: number): { median: number; factor: number | null } | null {
  const now = series.sum(series.newest - RECENT_SECONDS + 1, series.newest).latency;
  const median = now.quantile(0.5);
  const p90 = now.quantile(0.9);
  if (now.count < MIN_RECENT || median === null || p90 === null) return null;
  const normal = series.baseline(before, 600).cell.latency;
  const was = normal.count >= MIN_BASELINE ? normal.quantile(0.9) : null;
  return { median, factor: was === null ? null : p90 / Math.max(was, 1) };
}
