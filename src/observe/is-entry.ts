import type { Span } from "../contracts/telemetry.ts";

/**
 * Whether a service begins to work on a request here: that is what rates are counted from. Of a service whose spans name no
 * kind, `findEntries` gives the kind to those that begin one.
 */
export function isEntry(span: Span): boolean {
  return span.kind === "server" || span.kind === "consumer";
}
