import type { Span } from "../contracts/telemetry.ts";

/** Whether a service begins to work on a request here: that is what rates are counted from. */
export function isEntry(span: Span): boolean {
  return span.kind === "server" || span.kind === "consumer";
}
