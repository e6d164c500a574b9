import type { Anomaly } from "../contracts/anomaly.ts";

/** What the anomaly is about, unquoted: the operation of the service, or the whole service. */
export function subjectOf({ service, operation }: Anomaly): { service: string; operation: string | null } {
  return { service, operation: operation === "*" ? null : operation };
}
