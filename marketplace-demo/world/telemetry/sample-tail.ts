import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import type { OtlpBatch } from "./otlp-batch.ts";

export type TailSampler = {
  /** Takes what services sent; hands on what it has decided to keep, some time later. */
  take(batch: OtlpBatch): void;
  stop(): void;
};

type Span = {
  traceId?: Uint8Array;
  status?: { code?: number } | null;
  startTimeUnixNano?: unknown;
  endTimeUnixNano?: unknown;
};
type ScopeSpans = { scope?: unknown; schemaUrl?: string; spans?: Span[] };
type ResourceSpans = { resource?: unknown; schemaUrl?: string; scopeSpans?: ScopeSpans[] };
type TraceRequest = { resourceSpans?: ResourceSpans[] };
type Codec = {
  decode(bytes: Uint8Array): TraceRequest;
  encode(request: TraceRequest): { finish(): Uint8Array };
};

const require = createRequire(import.meta.url);
const { opentelemetry } = require("@opentelemetry/otlp-transformer-oracle/build/src/generated/root.js") as {
  opentelemetry: { proto: { collector: { trace: { v1: { ExportTraceServiceRequest: Codec } } } } };
};
const codec = opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

/** Decided so long after a trace's first span; the Collector's own default is 30 s, which a demo has not. Milliseconds. */
const DECISION_WAIT = 2_000;
/** A whole request that takes longer is kept; milliseconds. */
const SLOW = 1_000;
const ERROR = 2;

type Pending = {
  since: number;
  parts: { of: ResourceSpans; scope: ScopeSpans; span: Span }[];
  keep: boolean;
};

/**
 * Keeps every trace with an error, every slow one, and one of `oneIn` others, as the Collector's tail sampler does with
 * its policies `status_code`, `latency` and `probabilistic`
 * (https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/tailsamplingprocessor). Nothing
 * in what it hands on says so. Traces alone; protobuf alone, as the marketplace sends it.
 */
export function createTailSampler(oneIn: number, handOn: (batch: OtlpBatch) => void): TailSampler {
  const pending = new Map<string, Pending>();
  const timer = setInterval(decide, 250);
  timer.unref();

  function decide(): void {
    const now = Date.now();
    const kept: Pending["parts"] = [];
    for (const [id, trace] of pending) {
      if (now - trace.since < DECISION_WAIT) continue;
      pending.delete(id);
      // By the trace's own id, so that every collector of a fleet decides alike.
      if (trace.keep || Number.parseInt(id.slice(-8), 16) % oneIn === 0) kept.push(...trace.parts);
    }
    if (kept.length > 0) handOn(encode(kept));
  }

  return {
    take(batch) {
      const bytes = batch.contentEncoding === "gzip" ? gunzipSync(batch.body) : batch.body;
      for (const of of codec.decode(bytes).resourceSpans ?? []) {
        for (const scope of of.scopeSpans ?? []) {
          for (const span of scope.spans ?? []) {
            const id = Buffer.from(span.traceId ?? []).toString("hex");
            const trace = pending.get(id) ?? { since: Date.now(), parts: [], keep: false };
            trace.parts.push({ of, scope, span });
            trace.keep ||= span.status?.code === ERROR || milliseconds(span) > SLOW;
            pending.set(id, trace);
          }
        }
      }
    },
    stop: () => clearInterval(timer),
  };
}

/** Spans of one resource and scope together again. */
function encode(parts: Pending["parts"]): OtlpBatch {
  const resources = new Map<ResourceSpans, Map<ScopeSpans, Span[]>>();
  for (const { of, scope, span } of parts) {
    const scopes = resources.get(of) ?? new Map<ScopeSpans, Span[]>();
    resources.set(of, scopes.set(scope, [...(scopes.get(scope) ?? []), span]));
  }
  const resourceSpans = [...resources].map(([of, scopes]) => ({
    ...of,
    scopeSpans: [...scopes].map(([scope, spans]) => ({ ...scope, spans })),
  }));
  return {
    signal: "traces",
    contentType: "application/x-protobuf",
    contentEncoding: undefined,
    body: Buffer.from(codec.encode({ resourceSpans }).finish()),
    receivedAt: Date.now(),
  };
}

function milliseconds({ startTimeUnixNano, endTimeUnixNano }: Span): number {
  return Number(BigInt(String(endTimeUnixNano ?? 0)) - BigInt(String(startTimeUnixNano ?? 0))) / 1e6;
}
