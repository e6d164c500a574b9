import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import type { OtlpBatch } from "../telemetry/otlp-batch.ts";

/** What span metrics are made of: one finished request as the service that answered it saw it. */
export type ServerSpan = {
  service: string;
  environment: string;
  name: string;
  /** Milliseconds. */
  duration: number;
  /** The answer was a 5xx, or the span says ERROR. */
  failed: boolean;
};

type AnyValue = { stringValue?: string | null; intValue?: unknown };
type KeyValue = { key: string; value?: AnyValue | null };
type Span = {
  name?: string;
  kind?: number | string;
  startTimeUnixNano?: unknown;
  endTimeUnixNano?: unknown;
  attributes?: KeyValue[];
  status?: { code?: number | string } | null;
};
type TraceRequest = {
  resourceSpans?: {
    resource?: { attributes?: KeyValue[] } | null;
    scopeSpans?: { spans?: Span[] }[];
  }[];
};

// OpenTelemetry's own generated codec. The team's alerting knows the engine as little as the engine knows it.
const require = createRequire(import.meta.url);
const generated = require("@opentelemetry/otlp-transformer-oracle/build/src/generated/root.js") as {
  opentelemetry: {
    proto: {
      collector: {
        trace: { v1: { ExportTraceServiceRequest: { decode(bytes: Uint8Array): TraceRequest } } };
      };
    };
  };
};
const { ExportTraceServiceRequest } = generated.opentelemetry.proto.collector.trace.v1;

/** The SERVER spans of a batch of traces; throws when the bytes are no OTLP. */
export function decodeServerSpans(batch: OtlpBatch): ServerSpan[] {
  const bytes = batch.contentEncoding === "gzip" ? gunzipSync(batch.body) : batch.body;
  const request: TraceRequest = batch.contentType.startsWith("application/json")
    ? (JSON.parse(bytes.toString("utf8")) as TraceRequest)
    : ExportTraceServiceRequest.decode(bytes);
  const spans: ServerSpan[] = [];
  for (const { resource, scopeSpans } of request.resourceSpans ?? []) {
    const service = text(resource?.attributes, "service.name") ?? "unknown_service";
    const environment =
      text(resource?.attributes, "deployment.environment.name") ??
      text(resource?.attributes, "deployment.environment") ??
      "unknown";
    for (const span of (scopeSpans ?? []).flatMap((scope) => scope.spans ?? [])) {
      if (span.kind !== 2 && span.kind !== "SPAN_KIND_SERVER") continue;
      const status =
        number(span.attributes, "http.response.status_code") ?? number(span.attributes, "http.status_code");
      const nanoseconds = toBigInt(span.endTimeUnixNano) - toBigInt(span.startTimeUnixNano);
      spans.push({
        service,
        environment,
        name: span.name ?? "",
        duration: Number(nanoseconds) / 1e6,
        failed: (status ?? 0) >= 500 || span.status?.code === 2 || span.status?.code === "STATUS_CODE_ERROR",
      });
    }
  }
  return spans;
}

function find(attributes: KeyValue[] | undefined, key: string): AnyValue | undefined {
  return attributes?.find((attribute) => attribute.key === key)?.value ?? undefined;
}

function text(attributes: KeyValue[] | undefined, key: string): string | undefined {
  return find(attributes, key)?.stringValue ?? undefined;
}

function number(attributes: KeyValue[] | undefined, key: string): number | undefined {
  const value = find(attributes, key)?.intValue;
  return value === undefined || value === null ? undefined : Number(String(value));
}

/** Times are strings or numbers in JSON, and Long objects from the codec: all print as decimal digits. */
function toBigInt(value: unknown): bigint {
  return value === undefined || value === null ? 0n : BigInt(String(value));
}
