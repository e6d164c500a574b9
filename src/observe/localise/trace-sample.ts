import type { Attributes, Span } from "../../contracts/telemetry.ts";
import { attributeText } from "../attribute-text.ts";
import type { TraceRecord } from "../traces/trace-record.ts";
import { type PackedTrace, packTrace, unpackTrace } from "./packed-trace.ts";
import { type ReadSpan, spanFacts } from "./span-facts.ts";

/** How far back it reaches. */
const KEPT_MS = 60 * 60_000;
const MAX_SPANS = 40_000;
/** From here on a trace holds only a part of its calls, which would look as if others had not been made. */
const MAX_SPANS_OF_TRACE = 299;
const ALL = 2 ** 32;

interface Sampled {
  scope: string;
  rank: number;
  startMs: number;
  /** How many spans it has. */
  size: number;
  spans: ReadSpan[] | PackedTrace;
}

/**
 * A fair sample of the traces of the last hour, whole traces chosen by their id alone: what is kept because
 * it failed or was slow says nothing of how often that was. Holds 40,000 spans at most, without most of their
 * attributes; where more come, fewer traces are taken.
 */
export class TraceSample {
  private kept: Sampled[] = [];
  private first = 0;
  private spans = 0;
  /** Of 2^32 ranks, those below are taken. */
  private taken = ALL;

  /** To be called once for each trace, when no more of it is expected. */
  add(record: TraceRecord): void {
    const rank = rankOf(record.traceId);
    if (rank >= this.taken) return;
    const all = record.spans();
    const startMs = all.reduce((least, span) => Math.min(least, span.startMs), Number.POSITIVE_INFINITY);
    if (!Number.isFinite(startMs) || all.length > MAX_SPANS_OF_TRACE) return;
    const spans = all.map(slim);
    this.kept.push({
      scope: record.scope,
      rank,
      startMs,
      size: all.length,
      spans: packTrace(spans) ?? spans,
    });
    this.spans += all.length;
    this.letGo(record.lastArrival);
    this.thin();
  }

  /** Traces that began in `[fromMs, toMs)` by their own clocks: where they have more than `maxSpans`, a fair part of them. */
  read(scopes: ReadonlySet<string>, fromMs: number, toMs: number, maxSpans: number): ReadSpan[][] {
    const found: Sampled[] = [];
    let sum = 0;
    for (let i = this.first; i < this.kept.length; i++) {
      const one = this.kept[i] as Sampled;
      if (one.startMs < fromMs || one.startMs >= toMs || !scopes.has(one.scope)) continue;
      found.push(one);
      sum += one.size;
    }
    const below = sum > maxSpans ? (this.taken * maxSpans) / sum : this.taken;
    return found
      .filter(({ rank }) => rank < below)
      .map(({ spans }) => (Array.isArray(spans) ? spans : unpackTrace(spans)));
  }

  private letGo(now: number): void {
    for (let old = this.kept[this.first]; old && old.startMs < now - KEPT_MS; old = this.kept[this.first]) {
      this.spans -= old.size;
      this.first++;
    }
    if (this.first > 200 && 2 * this.first > this.kept.length) {
      this.kept = this.kept.slice(this.first);
      this.first = 0;
    }
    if (this.spans < MAX_SPANS / 8 && this.taken < ALL) this.taken *= 2;
  }

  private thin(): void {
    while (this.spans > MAX_SPANS) {
      this.taken /= 2;
      this.kept = this.kept.slice(this.first).filter(({ rank }) => rank < this.taken);
      this.first = 0;
      this.spans = this.kept.reduce((sum, { size }) => sum + size, 0);
    }
  }
}

function slim(span: Span): ReadSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    // Always there, so that all of them have one shape: they are read by the ten thousand.
    parentSpanId: span.parentSpanId || undefined,
    name: span.name.length > 600 ? Buffer.from(span.name.slice(0, 600)).toString() : span.name,
    kind: span.kind,
    startMs: span.startMs,
    endMs: span.endMs,
    status: span.status,
    attributes: NO_ATTRIBUTES,
    events: span.events.some(isEscaped) ? EXCEPTION : NONE,
    resource: span.resource,
    facts: spanFacts(span),
  };
}

/** An exception that the span did not catch itself. */
const isEscaped = ({ name, attributes }: Span["events"][number]) =>
  name === "exception" && attributeText(attributes, "exception.escaped") !== "false";

const NO_ATTRIBUTES: Attributes = {};
const NONE: Span["events"] = [];
const EXCEPTION: Span["events"] = [{ name: "exception", timeMs: 0, attributes: {} }];

/** From the last eight digits of the id, mixed, for ids that are counted up (Knuth's multiplicative hashing). */
function rankOf(traceId: string): number {
  const last = Number.parseInt(traceId.slice(-8), 16);
  return Number.isNaN(last) ? 0 : Math.imul(last ^ (last >>> 15), 0x9e3779b1) >>> 0;
}
