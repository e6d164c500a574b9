import type { Span } from "../../contracts/telemetry.ts";
import { attributeNumber } from "../attribute-number.ts";
import { isFailure } from "../is-failure.ts";

/** gRPC's codes that say that the server failed: UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS (https://opentelemetry.io/docs/specs/semconv/rpc/grpc/). */
const RPC_FAILURES: ReadonlySet<number> = new Set([2, 4, 12, 13, 14, 15]);

/** Whether that span went wrong by anything that it says: status, HTTP, or RPC code. */
export function spanFailed(span: Span): boolean {
  if (isFailure(span)) return true;
  const code = attributeNumber(span.attributes, "rpc.grpc.status_code", "rpc.response.status_code");
  return code !== undefined && RPC_FAILURES.has(code);
}
