import type { Attributes, Span } from "../../contracts/telemetry.ts";
import type { TraceRecord } from "../traces/trace-record.ts";

/** How far back it reaches. */
const KEPT_MS = 60 * 60_000;
const MAX_SPANS = 40_000;
const MAX_SPANS_OF_TRACE = 300;
const ALL = 2 ** 32;

/** What localisation reads of a span's attributes; all others are let go. */
const READ: readonly string[] = [
  "http.response.status_code",
  "http.status_code",
  "http.route",
  "rpc.grpc.status_code",
  "rpc.response.status_code",
  "rpc.service",
  "rpc.method",
  "rpc.system",
  "grpc.status_code",
  "http.request.method",
  "http.method",
  "graphql.operation.name",
  "graphql.operation.type",
  "messaging.operation.name",
  "messaging.operation.type",
  "messaging.operation",
  "messaging.destination",
  "error",
  "error.type",
  "otel.status_code",
  "service.peer.name",
  "peer.service",
  "server.address",
  "net.peer.name",
  "net.sock.peer.name",
  "peer.hostname",
  "messaging.destination.name",
  "messaging.system",
  "db.system.name",
  "db.system",
];

interface Sampled {
  scope: string;
  rank: number;
  startMs: number;
  spans: Span[];
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
    this.kept.push({ scope: record.scope, rank, startMs, spans: all.map(slim) });
    this.spans += all.length;
    this.letGo(record.lastArrival);
    this.thin();
  }

  /** Traces that began in `[fromMs, toMs)` by their own clocks. */
  read(scopes: ReadonlySet<string>, fromMs: number, toMs: number): Span[][] {
    const found: Span[][] = [];
    for (let i = this.first; i < this.kept.length; i++) {
      const { scope, startMs, spans } = this.kept[i] as Sampled;
      if (startMs >= fromMs && startMs < toMs && scopes.has(scope)) found.push(spans);
    }
    return found;
  }

  private letGo(now: number): void {
    for (let old = this.kept[this.first]; old && old.startMs < now - KEPT_MS; old = this.kept[this.first]) {
      this.spans -= old.spans.length;
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
      this.spans = this.kept.reduce((sum, one) => sum + one.spans.length, 0);
    }
  }
}

function slim(span: Span): Span {
  const attributes: Record<string, Attributes[string]> = {};
  for (const key of READ) {
    const value = Object.hasOwn(span.attributes, key) ? span.attributes[key] : undefined;
    if (
      typeof value === "string"
        ? value.length <= 300
        : typeof value === "number" || typeof value === "boolean"
    ) {
      attributes[key] = value as string | number | boolean;
    }
  }
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId ? { parentSpanId: span.parentSpanId } : {}),
    name: span.name.length > 600 ? Buffer.from(span.name.slice(0, 600)).toString() : span.name,
    kind: span.kind,
    startMs: span.startMs,
    endMs: span.endMs,
    status: span.status,
    attributes,
    events: span.events.some((event) => event.name === "exception") ? EXCEPTION : NONE,
    resource: span.resource,
  };
}

const NONE: Span["events"] = [];
const EXCEPTION: Span["events"] = [{ name: "exception", timeMs: 0, attributes: {} }];

/** From the last eight digits of the id, mixed, for ids that are counted up (Knuth's multiplicative hashing). */
function rankOf(traceId: string): number {
  const last = Number.parseInt(traceId.slice(-8), 16);
  return Number.isNaN(last) ? 0 : Math.imul(last ^ (last >>> 15), 0x9e3779b1) >>> 0;
}
