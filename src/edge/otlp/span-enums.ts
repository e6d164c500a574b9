import type { SpanKind, SpanStatus } from "../../contracts/telemetry.ts";

/** By OTLP's number of the kind. */
export const SPAN_KINDS: readonly SpanKind[] = [
  "unspecified",
  "internal",
  "server",
  "client",
  "producer",
  "consumer",
];

/** By OTLP's number of the status code. */
export const SPAN_STATUSES: readonly SpanStatus[] = ["unset", "ok", "error"];
