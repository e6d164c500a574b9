import type { Span } from "../../contracts/telemetry.ts";

const MAX_SPANS = 300;
const NONE: Span[] = [];

/** The spans of one trace that have arrived so far, from whichever services. */
export class TraceRecord {
  readonly scope: string;
  readonly traceId: string;
  readonly firstArrival: number;
  lastArrival: number;
  /** How many spans were added, and about how many bytes they hold. */
  added = 0;
  bytes = 0;
  /** Of so many traces one was taken up when it began. */
  standsFor = 1;
  /** When it is to be looked at, while it is still coming in. */
  dueMs: number | null = null;
  private list: Span[] = [];
  /** How many of the list are known to be different spans. */
  private distinct = 0;
  private children: Map<string, Span[]> | null = null;

  constructor(scope: string, traceId: string, arrivedMs: number) {
    this.scope = scope;
    this.traceId = traceId;
    this.firstArrival = arrivedMs;
    this.lastArrival = arrivedMs;
  }

  /** Beyond 300 spans only failing ones and entries are taken. False where it was not. */
  add(span: Span, arrivedMs: number): boolean {
    const { length } = this.list;
    if (length >= MAX_SPANS) {
      const matters = span.status === "error" || span.kind === "server" || span.kind === "consumer";
      if (!matters || length >= 2 * MAX_SPANS) return false;
    }
    this.list.push(span);
    this.added++;
    if (arrivedMs > this.lastArrival) this.lastArrival = arrivedMs;
    this.children = null;
    return true;
  }

  get size(): number {
    return this.list.length;
  }

  /** In the order in which they arrived; a span that came twice, as it came last. Not to be changed. */
  spans(): Span[] {
    if (this.distinct !== this.list.length) {
      const byId = new Map<string, Span>();
      for (const span of this.list) byId.set(span.spanId, span);
      if (byId.size !== this.list.length) this.list = [...byId.values()];
      this.distinct = this.list.length;
    }
    return this.list;
  }

  childrenOf(span: Span): Span[] {
    if (!this.children) {
      this.children = new Map();
      for (const one of this.spans()) {
        if (!one.parentSpanId || one.parentSpanId === one.spanId) continue;
        const siblings = this.children.get(one.parentSpanId);
        if (siblings) siblings.push(one);
        else this.children.set(one.parentSpanId, [one]);
      }
    }
    return this.children.get(span.spanId) ?? NONE;
  }

  /**
   * Spans below this one up to where the next service begins: `local` those of the same service, `remote` the
   * entry spans of the services that it called.
   */
  below(span: Span, isEntry: (span: Span) => boolean): { local: Span[]; remote: Span[] } {
    const local: Span[] = [];
    const remote: Span[] = [];
    const open = [span];
    const met = new Set(open);
    for (let next = open.pop(); next; next = open.pop()) {
      for (const child of this.childrenOf(next)) {
        if (met.has(child)) continue;
        met.add(child);
        if (isEntry(child)) remote.push(child);
        else {
          local.push(child);
          open.push(child);
        }
      }
    }
    return { local, remote };
  }

  /** Milliseconds of the span that no child of it covers. */
  ownMs(span: Span): number {
    let own = Math.max(0, span.endMs - span.startMs);
    const children = this.childrenOf(span);
    // Most spans are leaves.
    if (children.length === 0) return own;
    let reached = span.startMs;
    const inside = children
      .map((c) => [Math.max(c.startMs, span.startMs), Math.min(c.endMs, span.endMs)] as const)
      .sort((a, b) => a[0] - b[0]);
    for (const [start, end] of inside) {
      if (end <= reached) continue;
      own -= end - Math.max(start, reached);
      reached = end;
    }
    return Math.max(0, own);
  }
}
