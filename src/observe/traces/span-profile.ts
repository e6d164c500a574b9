import type { Frame } from "../../contracts/evidence.ts";
import type { Span } from "../../contracts/telemetry.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { frameOf } from "../failures/frame-of.ts";
import { statementOf } from "../failures/statement-of.ts";
import { isEntry } from "../is-entry.ts";
import type { TraceRecord } from "./trace-record.ts";

const STEP_MS = 5_000;
const STEPS = 120;
const MAX_KINDS = 60;
/** Traces of one operation that are read in one step; more would tell nothing new. */
const MAX_TRACES = 100;
const OTHER = "\0other";

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
  /** By the kind's number: how many, and their own time. */
  sums: number[];
}

interface Kind {
  number: number;
  of: { name: string; detail?: string; code?: Frame } | null;
}

/** What one operation does: which spans, how often, how long each by itself, in steps of five seconds over ten minutes. */
export class SpanProfile {
  private readonly steps = new Map<number, Step>();
  private readonly known = new Map<string, Kind>();

  /** How many traces of that time were read. */
  taken(endMs: number): number {
    return this.steps.get(Math.floor(endMs / STEP_MS))?.requests ?? 0;
  }

  add(record: TraceRecord, entry: Span): void {
    const at = Math.floor(entry.endMs / STEP_MS);
    if (!Number.isFinite(at)) return;
    let step = this.steps.get(at);
    if (!step) {
      // Of its whole length at once: grown number by number it would hold three times the room for as long as it is kept.
      step = { requests: 0, sums: new Array<number>(2 * this.known.size).fill(0) };
      this.steps.set(at, step);
      for (const old of this.steps.keys()) if (old <= at - STEPS) this.steps.delete(old);
      if (this.steps.size > STEPS) this.steps.delete(this.steps.keys().next().value as number);
    }
    if (step.requests >= MAX_TRACES) return;
    step.requests++;
    this.count(step, entry, true, record.ownMs(entry));
    for (const span of record.below(entry, isEntry).local) this.count(step, span, false, record.ownMs(span));
  }

  /** From and to in epoch milliseconds; the steps that lie wholly between. */
  read(fromMs: number, toMs: number): { requests: number; kinds: Map<string, SpanKindProfile> } {
    let requests = 0;
    const sums: number[] = new Array(2 * (MAX_KINDS + 1)).fill(0);
    for (const [at, step] of this.steps) {
      if (at * STEP_MS < fromMs || (at + 1) * STEP_MS > toMs) continue;
      requests += step.requests;
      for (let i = 0; i < step.sums.length; i++) (sums[i] as number) += step.sums[i] as number;
    }
    const kinds = new Map<string, SpanKindProfile>();
    for (const [key, { number, of }] of this.known) {
      const count = sums[2 * number] as number;
      if (of && count > 0) {
        kinds.set(key, {
          ...of,
          perRequest: count / requests,
          ownMs: (sums[2 * number + 1] as number) / count,
        });
      }
    }
    return { requests, kinds };
  }

  private count(step: Step, span: Span, isEntrySpan: boolean, ownMs: number): void {
    const at = 2 * this.kindOf(span, isEntrySpan).number;
    while (step.sums.length <= at + 1) step.sums.push(0);
    (step.sums[at] as number)++;
    (step.sums[at + 1] as number) += ownMs;
  }

  private kindOf(span: Span, isEntrySpan: boolean): Kind {
    const detail = isEntrySpan ? undefined : statementOf(span.attributes);
    const name = sanitise(span.name, 300);
    const key = isEntrySpan ? "" : `${name}\0${detail ?? ""}`;
    let kind = this.known.get(key);
    if (!kind && this.known.size >= MAX_KINDS) kind = this.known.get(OTHER) ?? this.learn(OTHER, null);
    if (!kind) {
      const code = frameOf(span.attributes);
      kind = this.learn(key, { name, ...(detail ? { detail } : {}), ...(code ? { code } : {}) });
    }
    return kind;
  }

  private learn(key: string, of: Kind["of"]): Kind {
    const kind = { number: this.known.size, of };
    this.known.set(key, kind);
    return kind;
  }
}
