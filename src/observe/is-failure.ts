import type { Span } from "../contracts/telemetry.ts";
import { attributeNumber } from "./attribute-number.ts";

/**
 * Whether the service failed at it: status error, or 5xx. On a server span a 4xx is the caller's fault, whatever
 * status an older instrumentation gave it (https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status).
 */
export function isFailure(span: Span): boolean {
  const code = attributeNumber(span.attributes, "http.response.status_code", "http.status_code");
  if (code !== undefined && code >= 500) return true;
  if (code !== undefined && code >= 400 && span.kind === "server") return false;
  return span.status === "error";
}
