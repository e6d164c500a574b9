import type { Attributes, Span } from "../contracts/telemetry.ts";
import { attributeNumber } from "./attribute-number.ts";
import { attributeText } from "./attribute-text.ts";
import { REJECTED } from "./rejection.ts";

/** Of gRPC's codes those that are the server's doing, https://opentelemetry.io/docs/specs/semconv/rpc/grpc/#grpc-status */
const SERVER_FAULTS = new Set([2, 4, 12, 13, 14, 15]);
const GRPC_CODES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/**
 * Whether the service failed at it. By the HTTP status: 5xx is a failure, and on anything but a client's span a 4xx is the
 * caller's, whatever status an older instrumentation gave it
 * (https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status); the same of gRPC's codes. Else by the span's
 * status, which also counts where HTTP said 200 (GraphQL). Else, where there is none, by what Jaeger, Zipkin and older
 * instrumentations write in its place: `error`, `otel.status_code`, `error.type`.
 */
export function isFailure(span: Pick<Span, "kind" | "status" | "attributes">): boolean {
  const { attributes } = span;
  const code = attributeNumber(attributes, "http.response.status_code", "http.status_code");
  if (code !== undefined && code >= 500) return true;
  if (code !== undefined && code >= 400 && span.kind !== "client") return attributes[REJECTED] === true;
  if (span.kind !== "client") {
    const rpc = grpcCode(attributes);
    if (rpc !== undefined && rpc > 0) return SERVER_FAULTS.has(rpc);
  }
  if (span.status !== "unset") return span.status === "error";
  const tag = Object.hasOwn(attributes, "error") ? attributes.error : undefined;
  if (tag === true || tag === "true") return true;
  const status = attributeText(attributes, "otel.status_code");
  if (status !== undefined) return status.toUpperCase() === "ERROR";
  return code === undefined && attributeText(attributes, "error.type") !== undefined;
}

/** As a number, or by its name in the newer spelling; undefined where the span is of no gRPC call. */
function grpcCode(attributes: Attributes): number | undefined {
  const number = attributeNumber(attributes, "rpc.grpc.status_code", "grpc.status_code");
  if (number !== undefined) return number;
  const name = attributeText(attributes, "rpc.response.status_code");
  const found = name === undefined ? -1 : GRPC_CODES.indexOf(name.toUpperCase());
  return found >= 0 ? found : undefined;
}
