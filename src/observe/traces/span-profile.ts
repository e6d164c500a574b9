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
const NONE = new Float32Array(0);
/** Of a step that is packed: which it is, requests, kinds that follow; of each kind, its number with how many, and their own time. */
const HEADER = 3;
const OF_KIND = 2;
/** More than spans of one kind in one step's traces; with all kinds, a float still holds it exactly. */
const MOST = 1 << 17;

export interface SpanKindProfile {
  name: string;
  detail?: string;
  code?: Frame;
  perRequest: number;
  /** Mean own time of one such span. */
  ownMs: number;
}

/** Of five seconds. */
interface Step {
  at: number;
  requests: number;
  /** By the kind's number: how many, and their own time. */
  sums: number[];
}

interface Kind {
  number: number;
  of: { name: string; detail?: string; code?: Frame } | null;
}

/**
 * What one operation does: which spans, how often, how long each by itself, in steps of five seconds over ten minutes. Steps that
 * are over are packed: of many operations they take most of the room, and are rarely read.
 */
export class SpanProfile {
  /** The last step and the one before, as traces of both come side by side. */
  private readonly open: [Step | null, Step | null] = [null, null];
  /** The oldest first, mostly. */
  private packed = NONE;
  private used = 0;
  /** Steps are packed relative to this one, so that they fit into a float. */
  private base = 0;
  private readonly known = new Map<string, Kind>();

  /** How many traces of that time were read. */
  taken(endMs: number): number {
    const at = Math.floor(endMs / STEP_MS);
    const step = this.open[at & 1];
    if (step?.at === at) return step.requests;
    const packed = this.find(at);
    return packed < 0 ? 0 : (this.packed[packed + 1] as number);
  }

  add(record: TraceRecord, entry: Span): void {
    const at = Math.floor(entry.endMs / STEP_MS);
    if (!Number.isFinite(at)) return;
    const step = this.stepAt(at);
    if (step.requests >= MAX_TRACES) return;
    step.requests++;
    this.count(step, entry, true, record.ownMs(entry));
    for (const span of record.below(entry, isEntry).local) this.count(step, span, false, record.ownMs(span));
  }

  /** From and to in epoch milliseconds; the steps that lie wholly between. */
  read(fromMs: number, toMs: number): { requests: number; kinds: Map<string, SpanKindProfile> } {
    let requests = 0;
    const sums: number[] = new Array(2 * (MAX_KINDS + 1)).fill(0);
    const oldest = Math.max(this.open[0]?.at ?? 0, this.open[1]?.at ?? 0) - STEPS;
    const isWanted = (at: number) => at > oldest && at * STEP_MS >= fromMs && (at + 1) * STEP_MS <= toMs;
    const { packed } = this;
    for (let i = 0; i < this.used; i = nextIn(packed, i)) {
      if (!isWanted(this.base + (packed[i] as number))) continue;
      requests += packed[i + 1] as number;
      unpackInto(sums, packed, i);
    }
    for (const step of this.open) {
      if (!step || !isWanted(step.at)) continue;
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

  private stepAt(at: number): Step {
    const held = this.open[at & 1];
    if (held?.at === at) return held;
    const step: Step = { at, requests: 0, sums: [] };
    const known = this.find(at);
    if (known >= 0) {
      const end = nextIn(this.packed, known);
      step.requests = this.packed[known + 1] as number;
      step.sums = new Array(2 * this.known.size).fill(0);
      unpackInto(step.sums, this.packed, known);
      this.packed.copyWithin(known, end, this.used);
      this.used -= end - known;
    }
    if (held) this.pack(held);
    this.open[at & 1] = step;
    return step;
  }

  /** Where that step is packed; -1 where it is not. */
  private find(at: number): number {
    for (let i = 0; i < this.used; i = nextIn(this.packed, i))
      if (this.base + (this.packed[i] as number) === at) return i;
    return -1;
  }

  private pack({ at, requests, sums }: Step): void {
    let kinds = 0;
    for (let i = 0; i < sums.length; i += 2) if ((sums[i] as number) > 0) kinds++;
    const length = HEADER + OF_KIND * kinds;
    if (this.used + length > this.packed.length || Math.abs(at - this.base) > STEPS)
      this.makeRoom(at, length);
    const { packed } = this;
    packed[this.used] = at - this.base;
    packed[this.used + 1] = requests;
    packed[this.used + 2] = kinds;
    let next = this.used + HEADER;
    for (let i = 0; i < sums.length; i += 2) {
      const count = sums[i] as number;
      if (count === 0) continue;
      packed[next] = (i / 2) * MOST + Math.min(count, MOST - 1);
      packed[next + 1] = sums[i + 1] as number;
      next += OF_KIND;
    }
    this.used = next;
  }

  /** Lets go what is further away than ten minutes, and takes more room where that is not enough. */
  private makeRoom(at: number, length: number): void {
    const { packed, base } = this;
    let kept = 0;
    for (let i = 0; i < this.used; ) {
      const next = nextIn(packed, i);
      const from = base + (packed[i] as number) - at;
      if (Math.abs(from) < STEPS) {
        packed.copyWithin(kept, i, next);
        packed[kept] = from;
        kept += next - i;
      }
      i = next;
    }
    this.base = at;
    this.used = kept;
    if (kept + length <= packed.length) return;
    this.packed = new Float32Array(Math.ceil(1.5 * (kept + length)));
    this.packed.set(packed.subarray(0, kept));
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

/** Where the step after the one at `at` begins. */
const nextIn = (packed: Float32Array, at: number): number =>
  at + HEADER + OF_KIND * (packed[at + 2] as number);

function unpackInto(sums: number[], packed: Float32Array, at: number): void {
  const end = nextIn(packed, at);
  for (let i = at + HEADER; i < end; i += OF_KIND) {
    const coded = packed[i] as number;
    const number = Math.floor(coded / MOST);
    (sums[2 * number] as number) += coded % MOST;
    (sums[2 * number + 1] as number) += packed[i + 1] as number;
  }
}
