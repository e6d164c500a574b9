import { createRequire } from "node:module";

/** One message type of OpenTelemetry's own generated codecs. */
export interface OracleCodec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): OracleMessage;
}

/** A decoded message: its fields by their JSON names, 64-bit integers as `Long`. */
// biome-ignore lint/suspicious/noExplicitAny: the generated codecs carry hundreds of generated types.
export type OracleMessage = any;

/** The package exports only its serialisers, so the codecs are taken by their path in it. */
const root = createRequire(import.meta.url)(
  "../../../node_modules/@opentelemetry/otlp-transformer-oracle/build/src/generated/root.js",
).opentelemetry.proto.collector;

export const oracle: Record<
  "traces" | "metrics" | "logs" | "tracesAnswer" | "metricsAnswer" | "logsAnswer",
  OracleCodec
> = {
  traces: root.trace.v1.ExportTraceServiceRequest,
  metrics: root.metrics.v1.ExportMetricsServiceRequest,
  logs: root.logs.v1.ExportLogsServiceRequest,
  tracesAnswer: root.trace.v1.ExportTraceServiceResponse,
  metricsAnswer: root.metrics.v1.ExportMetricsServiceResponse,
  logsAnswer: root.logs.v1.ExportLogsServiceResponse,
};
