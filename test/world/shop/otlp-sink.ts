import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

type Decoder = { decode(bytes: Uint8Array): unknown; toObject(message: unknown, options: object): unknown };
const { opentelemetry } = createRequire(import.meta.url)(
  "@opentelemetry/otlp-transformer-oracle/build/src/generated/root.js",
);
const collector = opentelemetry.proto.collector;
const decoders: Record<string, Decoder> = {
  "/v1/traces": collector.trace.v1.ExportTraceServiceRequest,
  "/v1/metrics": collector.metrics.v1.ExportMetricsServiceRequest,
  "/v1/logs": collector.logs.v1.ExportLogsServiceRequest,
};

type Value = { stringValue?: string; intValue?: string; doubleValue?: number; boolValue?: boolean };
type KeyValue = { key: string; value: Value };
type Resource = { attributes: KeyValue[] };
type RawSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes?: KeyValue[];
  status?: { code?: number };
  events?: { name: string; attributes: KeyValue[] }[];
};
type RawLog = { traceId?: string; severityText: string; body: Value; attributes: KeyValue[] };
type RawMetric = { name: string; unit: string };
type Exported = {
  resourceSpans?: { resource: Resource; scopeSpans: { spans: RawSpan[] }[] }[];
  resourceLogs?: { resource: Resource; scopeLogs: { logRecords: RawLog[] }[] }[];
  resourceMetrics?: { resource: Resource; scopeMetrics: { metrics: RawMetric[] }[] }[];
};

export type Attributes = Record<string, string>;
export type Span = Omit<RawSpan, "attributes" | "events"> & {
  resource: Attributes;
  attributes: Attributes;
  events: { name: string; attributes: Attributes }[];
};
export type Log = Omit<RawLog, "attributes"> & { resource: Attributes; attributes: Attributes };
export type Metric = RawMetric & { resource: Attributes };
export type OtlpSink = { url: string; spans: Span[]; logs: Log[]; metrics: Metric[]; close(): Promise<void> };

function plain(attributes: KeyValue[] = []): Attributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}

/** An OTLP/HTTP receiver on loopback that keeps what it gets, read with OpenTelemetry's own generated decoder. */
export async function openOtlpSink(): Promise<OtlpSink> {
  const spans: Span[] = [];
  const logs: Log[] = [];
  const metrics: Metric[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const bytes = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
    const decoder = decoders[request.url ?? ""]!;
    const options = { longs: String, bytes: String };
    const exported = decoder.toObject(decoder.decode(bytes), options) as Exported;
    for (const { resource, scopeSpans } of exported.resourceSpans ?? []) {
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        const events = (span.events ?? []).map(({ name, attributes }) => ({
          name,
          attributes: plain(attributes),
        }));
        const attributes = plain(span.attributes);
        spans.push({ ...span, resource: plain(resource.attributes), attributes, events });
      }
    }
    for (const { resource, scopeLogs } of exported.resourceLogs ?? []) {
      for (const log of scopeLogs.flatMap((scope) => scope.logRecords)) {
        logs.push({ ...log, resource: plain(resource.attributes), attributes: plain(log.attributes) });
      }
    }
    for (const { resource, scopeMetrics } of exported.resourceMetrics ?? []) {
      for (const metric of scopeMetrics.flatMap((scope) => scope.metrics)) {
        metrics.push({ name: metric.name, unit: metric.unit, resource: plain(resource.attributes) });
      }
    }
    response.setHeader("content-type", "application/x-protobuf");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    logs,
    metrics,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
