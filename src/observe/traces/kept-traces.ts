import type { Span } from "../../contracts/telemetry.ts";
import { spanBytes } from "./span-bytes.ts";
import type { TraceRecord } from "./trace-record.ts";

interface Kept {
  record: TraceRecord;
  operation: string;
  bytes: number;
}

/** Longer texts of a trace that is kept for long are cut: nothing that is told of a trace shows more. */
const MAX_TEXT = 2_000;

/** Traces of one sort, of each operation the latest; bounded in number and bytes, the oldest goes first. */
export class KeptTraces {
  private readonly limits: { perOperation: number; traces: number; bytes: number };
  /** Part of the limits that is in force. */
  private room = 1;
  private readonly drop: (record: TraceRecord) => void;
  private readonly byRecord = new Map<TraceRecord, Kept>();
  private readonly byOperation = new Map<string, Set<TraceRecord>>();
  private bytes = 0;

  /** @param drop is told of every trace that goes. */
  constructor(
    limits: { perOperation: number; traces: number; bytes: number },
    drop: (record: TraceRecord) => void,
  ) {
    this.limits = limits;
    this.drop = drop;
  }

  /** When the latest of that operation arrived, if it has as many as it may. */
  latestIfFull(operation: string): number {
    const mine = this.byOperation.get(operation);
    let latest = Number.NEGATIVE_INFINITY;
    if (!mine || mine.size < this.limits.perOperation) return latest;
    for (const record of mine) latest = Math.max(latest, record.firstArrival);
    return latest;
  }

  keep(record: TraceRecord, operation: string): void {
    let bytes = 200;
    for (const span of record.spans()) {
      let own = spanBytes(span);
      if (own > MAX_TEXT) {
        cutTexts(span);
        own = spanBytes(span);
      }
      bytes += own;
    }
    let mine = this.byOperation.get(operation);
    if (!mine) {
      mine = new Set();
      this.byOperation.set(operation, mine);
    }
    mine.add(record);
    this.byRecord.set(record, { record, operation, bytes });
    this.bytes += bytes;
    if (mine.size > this.limits.perOperation) this.evict(mine.values().next().value as TraceRecord);
    this.evictOver();
  }

  /** Keeps within that part of its limits from now on; what is over goes at once. */
  within(room: number): void {
    this.room = room;
    this.evictOver();
  }

  /** The oldest first. */
  all(): Iterable<TraceRecord> {
    return this.byRecord.keys();
  }

  get size(): number {
    return this.byRecord.size;
  }

  get totalBytes(): number {
    return this.bytes;
  }

  private evictOver(): void {
    const { bytes, traces } = this.limits;
    while (this.bytes > this.room * bytes || this.byRecord.size > this.room * traces) {
      this.evict(this.byRecord.keys().next().value as TraceRecord);
    }
  }

  private evict(record: TraceRecord): void {
    const kept = this.byRecord.get(record);
    if (!kept) return;
    this.byRecord.delete(record);
    this.bytes -= kept.bytes;
    const mine = this.byOperation.get(kept.operation);
    mine?.delete(record);
    if (mine?.size === 0) this.byOperation.delete(kept.operation);
    this.drop(record);
  }
}

function cutTexts(span: Span): void {
  for (const bag of [span.attributes, ...span.events.map((event) => event.attributes)]) {
    const texts = bag as Record<string, unknown>;
    for (const key of Object.keys(texts)) {
      const value = texts[key];
      // Over bytes, because a slice of a string holds all of it.
      if (typeof value === "string" && value.length > MAX_TEXT) {
        texts[key] = Buffer.from(value.slice(0, MAX_TEXT)).toString();
      } else if (typeof value === "object" && value !== null && JSON.stringify(value).length > MAX_TEXT) {
        texts[key] = null;
      }
    }
  }
}
