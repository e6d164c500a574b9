import type { Attributes, Telemetry } from "../contracts/telemetry.ts";
import { REJECTED, rejectionOf } from "../observe/rejection.ts";

/** Has requests that were refused with one of these HTTP statuses count as failures, in spans and in metrics of requests. */
export function markRejected(telemetry: Telemetry, statuses: ReadonlySet<number>): void {
  const marked = (attributes: Attributes) => statuses.has(rejectionOf(attributes) ?? 0);
  // The same object may belong to others.
  for (const one of [...telemetry.spans, ...telemetry.points])
    if (marked(one.attributes)) one.attributes = { ...one.attributes, [REJECTED]: true };
}
