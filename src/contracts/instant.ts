import { z } from "zod";

/**
 * A point in time as ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it.
 * Incidents are read by people and by `jq`, so what is stored carries dates and not epoch numbers;
 * telemetry, which is computed with, carries epoch milliseconds (`…Ms`).
 */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;
