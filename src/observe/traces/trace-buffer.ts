import type { Span } from "../../contracts/telemetry.ts";
import { isEntry } from "../is-entry.ts";
import { isFailure } from "../is-failure.ts";
import { operationOf } from "../operation-of.ts";
import { TraceRecord } from "./trace-record.ts";

/** Spans of one trace come from several processes, each with an export queue of its own. */
const SETTLE_MS = 4_000;
const MAX_OPEN = 5_000;
const MAX_FAILING = 300;
const MAX_SLOW = 200;
const MAX_HEALTHY_PER_OPERATION = 6;
const MAX_HEALTHY = 3_000;

/**
 * The traces of the last seconds, whole, and of older ones those worth showing: failing, slow, and a few healthy
 * ones of each operation. All are bounded, the oldest goes first. `scope` keeps apart what came with different
 * credentials, so that nobody can put spans into a trace of somebody else's.
 */
export class TraceBuffer {
  private readonly open = new Map<string, TraceRecord>();
  private readonly failing = new Map<string, TraceRecord>();
  private readonly slow = new Map<string, TraceRecord>();
  private readonly healthy = new Map<string, TraceRecord>();
  private readonly healthyOf = new Map<string, string[]>();

  add(scope: string, span: Span, arrivedMs: number): void {
    const key = `${scope}|${span.traceId}`;
    let record = this.find(key);
    if (!record) {
      record = new TraceRecord(scope, span.traceId, arrivedMs);
      this.open.set(key, record);
    }
    record.add(span, arrivedMs);
  }

  /** Sorts those into failing, slow and healthy that nothing was added to for four seconds, and shows each. */
  settle(
    now: number,
    isSlow: (entry: Span, record: TraceRecord) => boolean,
    show: (record: TraceRecord) => void,
  ): void {
    for (const [key, record] of this.open) {
      const crowded = this.open.size > MAX_OPEN;
      if (!crowded && record.firstArrival > now - SETTLE_MS) break;
      if (!crowded && record.lastArrival > now - SETTLE_MS) continue;
      this.open.delete(key);
      show(record);
      const entries = record.spans().filter(isEntry);
      if (entries.some(isFailure)) keep(this.failing, key, record, MAX_FAILING);
      else if (entries.some((entry) => isSlow(entry, record))) keep(this.slow, key, record, MAX_SLOW);
      else this.keepHealthy(key, record, entries);
    }
  }

  /** Newest first: requests to that operation ("*" for any) that are `wanted`, each in its trace. */
  requests(
    of: { service: string; operation: string; scopes: ReadonlySet<string> },
    wanted: (entry: Span, record: TraceRecord) => boolean,
    limit: number,
  ): { record: TraceRecord; entry: Span }[] {
    const found: { record: TraceRecord; entry: Span }[] = [];
    for (const kept of [this.open, this.failing, this.slow, this.healthy]) {
      for (const record of kept.values()) {
        if (!of.scopes.has(record.scope)) continue;
        for (const entry of record.spans()) {
          if (entry.resource.service !== of.service || !isEntry(entry)) continue;
          if (of.operation !== "*" && operationOf(entry) !== of.operation) continue;
          if (wanted(entry, record)) found.push({ record, entry });
        }
      }
    }
    return found.sort((a, b) => b.entry.endMs - a.entry.endMs).slice(0, limit);
  }

  /** The operation of that service in that trace, where its entry span is still here. */
  operationIn(scope: string, traceId: string, service: string): string | null {
    const entry = this.find(`${scope}|${traceId}`)
      ?.spans()
      .find((span) => span.resource.service === service && isEntry(span));
    return entry ? operationOf(entry) : null;
  }

  private find(key: string): TraceRecord | undefined {
    return this.open.get(key) ?? this.failing.get(key) ?? this.slow.get(key) ?? this.healthy.get(key);
  }

  private keepHealthy(key: string, record: TraceRecord, entries: Span[]): void {
    const entry = entries.find((span) => !span.parentSpanId) ?? entries[0];
    if (!entry) return;
    const operation = `${entry.resource.service}|${operationOf(entry)}`;
    const mine = this.healthyOf.get(operation) ?? [];
    if (mine.length === 0) this.healthyOf.set(operation, mine);
    mine.push(key);
    if (mine.length > MAX_HEALTHY_PER_OPERATION) this.healthy.delete(mine.shift() as string);
    const dropped = keep(this.healthy, key, record, MAX_HEALTHY);
    if (dropped && this.healthyOf.size > MAX_HEALTHY) this.healthyOf.clear();
  }
}

function keep(kept: Map<string, TraceRecord>, key: string, record: TraceRecord, limit: number): boolean {
  kept.set(key, record);
  if (kept.size <= limit) return false;
  kept.delete(kept.keys().next().value as string);
  return true;
}
