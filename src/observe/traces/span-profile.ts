import type { Frame } from "../../contracts/evidence.ts";
import type { Span } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { frameOf } from "../failures/frame-of.ts";
import { statementOf } from "../failures/statement-of.ts";
import { isEntry } from "../is-entry.ts";
import type { TraceRecord } from "./trace-record.ts";

const STEP_MS = 1_000;
const STEPS = 600;
const MAX_KINDS = 60;
/** Traces of one operation that are read in one second; more would tell nothing new. */
const MAX_TRACES = 20;

export interface SpanKindProfile {
  name: string;
  detail?: string;
  code?: Frame;
  perRequest: number;
  /** Mean own time of one such span. */
  ownMs: number;
}

interface Step {
  requests: number;
  kinds: Map<string, { count: number; ownMs: number }>;
}

/** What one operation does: which spans, how often, how long each by itself, in steps of a second over ten minutes. */
export class SpanProfile {
  private readonly steps = new Map<number, Step>();
  private readonly known = new Map<string, { name: string; detail?: string; code?: Frame }>();

  add(record: TraceRecord, entry: Span): void {
    const at = Math.floor(entry.endMs / STEP_MS);
    let step = this.steps.get(at);
    if (!step) {
      step = { requests: 0, kinds: new Map() };
      this.steps.set(at, step);
      for (const old of this.steps.keys()) if (old <= at - STEPS) this.steps.delete(old);
    }
    if (step.requests >= MAX_TRACES) return;
    step.requests++;
    for (const span of [entry, ...record.below(entry, isEntry).local]) {
      const key = this.keyOf(span, span === entry);
      const kind = step.kinds.get(key) ?? { count: 0, ownMs: 0 };
      step.kinds.set(key, kind);
      kind.count++;
      kind.ownMs += record.ownMs(span);
    }
  }

  /** From and to in epoch milliseconds; the seconds that lie wholly between. */
  read(fromMs: number, toMs: number): { requests: number; kinds: Map<string, SpanKindProfile> } {
    let requests = 0;
    const sums = new Map<string, { count: number; ownMs: number }>();
    for (const [at, step] of this.steps) {
      if (at * STEP_MS < fromMs || (at + 1) * STEP_MS > toMs) continue;
      requests += step.requests;
      for (const [key, kind] of step.kinds) {
        const sum = sums.get(key) ?? { count: 0, ownMs: 0 };
        sums.set(key, { count: sum.count + kind.count, ownMs: sum.ownMs + kind.ownMs });
      }
    }
    const kinds = new Map<string, SpanKindProfile>();
    for (const [key, { count, ownMs }] of sums) {
      const of = this.known.get(key);
      if (of) kinds.set(key, { ...of, perRequest: count / requests, ownMs: ownMs / count });
    }
    return { requests, kinds };
  }

  private keyOf(span: Span, isEntrySpan: boolean): string {
    const detail = isEntrySpan ? undefined : statementOf(span.attributes);
    const name = sanitise(span.name, 300);
    const key = isEntrySpan ? "" : `${name}\0${detail ?? ""}`;
    if (!this.known.has(key)) {
      if (this.known.size >= MAX_KINDS) return "\0other";
      const code = frameOf(span.attributes);
      this.known.set(key, { name, ...(detail ? { detail } : {}), ...(code ? { code } : {}) });
    }
    return key;
  }
}
