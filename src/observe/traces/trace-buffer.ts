import type { Span } from "../../contracts/telemetry.ts";
import { isEntry } from "../is-entry.ts";
import { isFailure } from "../is-failure.ts";
import { operationOf } from "../operation-of.ts";
import { KeptTraces } from "./kept-traces.ts";
import { spanBytes } from "./span-bytes.ts";
import { TraceRecord } from "./trace-record.ts";

/** Spans of one trace come from several processes, each with an export queue of its own. */
const SETTLE_MS = 4_000;
const MEGABYTE = 1_048_576;
/** Of traces that are still coming in. Beyond it only a share of all traces is taken up, whole traces each. */
const MAX_OPEN_SPANS = 8_000;
const MAX_OPEN_BYTES = 12 * MEGABYTE;
/** How long a span is open, from the first of its trace on, about. */
const HELD_SECONDS = 5;
const FAILING = { perOperation: 60, traces: 300, bytes: 6 * MEGABYTE };
const SLOW = { perOperation: 40, traces: 200, bytes: 4 * MEGABYTE };
const HEALTHY = { perOperation: 6, traces: 3_000, bytes: 10 * MEGABYTE };
/** Healthy traces of one operation follow each other no faster, once there are enough. */
const HEALTHY_APART_MS = 500;
/** One span of so many is measured. */
const MEASURED = 16;
const ALL = 1 << 16;
const LEAST = ALL >> 10;
const GONE = new TraceRecord("", "", 0);
/** How much larger the share may become from one second to the next. */
const RISE = 1.25;

/**
 * The traces of the last seconds, whole, and of older ones those worth showing: failing, slow, and a few healthy
 * ones of each operation. All are bounded, the oldest goes first. `scope` keeps apart what came with different
 * credentials, so that nobody can put spans into a trace of somebody else's.
 *
 * Where spans come faster than they can be held for some seconds, traces are sampled by their id, so that of each trace
 * all spans are taken or none, whichever service they come from: a trace that lacks a part accuses the wrong one.
 */
export class TraceBuffer {
  private readonly scopes = new Map<string, Map<string, TraceRecord>>();
  private readonly failing = new KeptTraces(FAILING, (record) => this.forget(record));
  private readonly slow = new KeptTraces(SLOW, (record) => this.forget(record));
  private readonly healthy = new KeptTraces(HEALTHY, (record) => this.forget(record));
  /** How many traces are held of each rank. */
  private readonly ranks = new Uint16Array(ALL);
  private open: TraceRecord[] = [];
  private first = 0;
  private openSpans = 0;
  private openBytes = 0;
  private measured = 0;
  /** Of 65,536 trace ids, how many are taken up. */
  private taken = ALL;
  /** Spans that came since the rate was last worked out, whether or not they were taken up. */
  private offered = 0;
  private ratedMs = Number.NEGATIVE_INFINITY;
  private eased = false;
  /** Part of all limits that is in force. */
  private room = 1;

  /** Whether a span of that trace would be taken up now. */
  takes(scope: string, traceId: string): boolean {
    return rankOf(traceId) < this.taken || (this.scopes.get(scope)?.has(traceId) ?? false);
  }

  /** Whether a span of any trace of that rank would be. */
  takesAmong(rank: number): boolean {
    return rank < this.taken || this.ranks[rank] !== 0;
  }

  /** So many spans came that it does not take. */
  passOver(spans: number): void {
    this.offered += spans;
  }

  add(scope: string, span: Span, arrivedMs: number): void {
    this.offered++;
    let traces = this.scopes.get(scope);
    if (!traces) {
      traces = new Map();
      this.scopes.set(scope, traces);
    }
    let record = traces.get(span.traceId);
    if (!record) {
      const rank = rankOf(span.traceId);
      if (rank >= this.taken) return;
      record = new TraceRecord(scope, span.traceId, arrivedMs);
      traces.set(span.traceId, record);
      (this.ranks[rank] as number)++;
      record.standsFor = ALL / this.taken;
      record.dueMs = arrivedMs + SETTLE_MS;
      this.open.push(record);
    }
    if (!record.add(span, arrivedMs) || record.dueMs === null) return;
    this.openSpans++;
    if (++this.measured < MEASURED) return;
    this.measured = 0;
    const bytes = MEASURED * spanBytes(span);
    record.bytes += bytes;
    this.openBytes += bytes;
    if (!this.eased && this.isCrowded()) {
      this.taken = Math.max(LEAST, this.taken >> 2);
      this.eased = true;
    }
  }

  /** Sorts those into failing, slow and healthy that nothing was added to for four seconds, and shows each. */
  settle(
    now: number,
    isSlow: (entry: Span, record: TraceRecord) => boolean,
    show: (record: TraceRecord) => void,
  ): void {
    const before = this.open.length;
    for (; this.first < before; this.first++) {
      const record = this.open[this.first] as TraceRecord;
      const crowded = this.isCrowded();
      if (!crowded && (record.dueMs as number) > now) break;
      if (!crowded && record.lastArrival + SETTLE_MS > now) {
        record.dueMs = record.lastArrival + SETTLE_MS;
        this.open[this.first] = GONE;
        this.open.push(record);
        continue;
      }
      // The slot itself goes later, with many others; what stood in it may be large.
      this.open[this.first] = GONE;
      this.openSpans -= record.added;
      this.openBytes -= record.bytes;
      record.dueMs = null;
      show(record);
      this.sort(record, isSlow);
    }
    if (this.first > 1_000 && 2 * this.first > this.open.length) {
      this.open = this.open.slice(this.first);
      this.first = 0;
    }
    this.adapt(now);
  }

  /** Newest first: requests to that operation ("*" for any) that are `wanted`, each in its trace. */
  requests(
    of: { service: string; operation: string; scopes: ReadonlySet<string> },
    wanted: (entry: Span, record: TraceRecord) => boolean,
    limit: number,
  ): { record: TraceRecord; entry: Span }[] {
    const found: { record: TraceRecord; entry: Span }[] = [];
    const look = (record: TraceRecord) => {
      if (!of.scopes.has(record.scope)) return;
      for (const entry of record.spans()) {
        if (entry.resource.service !== of.service || !isEntry(entry)) continue;
        if (of.operation !== "*" && operationOf(entry) !== of.operation) continue;
        if (wanted(entry, record)) found.push({ record, entry });
      }
    };
    // What came last is newest, but for what came late: twice as many as are asked for are enough.
    for (let i = this.open.length - 1; i >= this.first && found.length < 2 * limit; i--) {
      look(this.open[i] as TraceRecord);
    }
    for (const kept of [this.failing, this.slow, this.healthy]) for (const record of kept.all()) look(record);
    return found.sort((a, b) => b.entry.endMs - a.entry.endMs).slice(0, limit);
  }

  /** The operation of that service in that trace, where its entry span is still here. */
  operationIn(scope: string, traceId: string, service: string): string | null {
    const entry = this.scopes
      .get(scope)
      ?.get(traceId)
      ?.spans()
      .find((span) => span.resource.service === service && isEntry(span));
    return entry ? operationOf(entry) : null;
  }

  /** Keeps within that part of its limits from now on; what is over goes at once. */
  within(room: number): void {
    this.room = room;
    for (const kept of [this.failing, this.slow, this.healthy]) kept.within(room);
  }

  /** What it holds; `share` is the part of all traces that is taken up. */
  load(): { open: number; kept: number; bytes: number; share: number } {
    return {
      open: this.open.length - this.first,
      kept: this.failing.size + this.slow.size + this.healthy.size,
      bytes: this.openBytes + this.failing.totalBytes + this.slow.totalBytes + this.healthy.totalBytes,
      share: this.taken / ALL,
    };
  }

  private sort(record: TraceRecord, isSlow: (entry: Span, record: TraceRecord) => boolean): void {
    let root: Span | undefined;
    let failing = false;
    let slow = false;
    for (const span of record.spans()) {
      if (!isEntry(span)) continue;
      if (!root || (root.parentSpanId && !span.parentSpanId)) root = span;
      failing ||= isFailure(span);
      slow ||= !failing && isSlow(span, record);
    }
    const operation = root && `${record.scope}\0${root.resource.service}\0${operationOf(root)}`;
    if (operation === undefined) this.forget(record);
    else if (failing) this.failing.keep(record, operation);
    else if (slow) this.slow.keep(record, operation);
    else if (record.firstArrival - this.healthy.latestIfFull(operation) < HEALTHY_APART_MS)
      this.forget(record);
    else this.healthy.keep(record, operation);
  }

  private isCrowded(): boolean {
    const { room } = this;
    return this.openSpans > 2 * room * MAX_OPEN_SPANS || this.openBytes > 2 * room * MAX_OPEN_BYTES;
  }

  /** Takes up the share of what comes that can be held; at once where it must be less, and slowly where it may be more. */
  private adapt(now: number): void {
    const seconds = (now - this.ratedMs) / 1000;
    if (seconds < 1) return;
    this.eased = false;
    const rate = this.offered / seconds;
    const spanSize = this.openSpans > 0 ? this.openBytes / this.openSpans : 0;
    const room = this.room * Math.min(MAX_OPEN_SPANS, MAX_OPEN_BYTES / Math.max(1, spanSize));
    const wanted = rate > 0 ? (ALL * room) / (rate * HELD_SECONDS) : ALL;
    this.taken = Math.round(Math.min(ALL, Math.max(LEAST, Math.min(wanted, this.taken * RISE))));
    this.offered = 0;
    this.ratedMs = now;
  }

  private forget(record: TraceRecord): void {
    const traces = this.scopes.get(record.scope);
    if (traces?.get(record.traceId) !== record) return;
    traces.delete(record.traceId);
    (this.ranks[rankOf(record.traceId)] as number)--;
    if (traces.size === 0) this.scopes.delete(record.scope);
  }
}

/** From 0 to 65,535 by the last digits of a trace id, which are random (https://www.w3.org/TR/trace-context-2/#random-trace-id-flag). */
function rankOf(traceId: string): number {
  let rank = 0;
  for (let i = Math.max(0, traceId.length - 4); i < traceId.length; i++) {
    const code = traceId.charCodeAt(i);
    rank = (rank << 4) | (((code & 15) + 9 * (code >> 6)) & 15);
  }
  return rank;
}
