import type { Telemetry } from "../../contracts/telemetry.ts";

/** What a request held. Records that are invalid in themselves are counted and left out of `telemetry`. */
export interface Decoded {
  telemetry: Telemetry;
  /** Spans, data points or log records left out. */
  rejected: number;
  /** Why the first of them was left out. */
  reason: string | undefined;
}
