import { z } from "zod";
import { Level } from "./anomaly.ts";
import { Instant } from "./instant.ts";

/** What Scout measured after a change, or while it waits for the symptom to pass by itself. */
export const Recovery = z.object({
  at: Instant,
  /** `unknown`: not enough affected traffic yet. Silence heals nothing. */
  state: z.enum(["unknown", "healed", "not-healed", "worse", "recovered-unexplained"]),
  /** From when on it was measured. */
  since: Instant,
  measured: Level.optional(),
  /** Revision that served the measured requests, where known. */
  revision: z.string().optional(),
  summary: z.string(),
  /** Fingerprints of what joined it and is bad still, where the incident's own objective is well. */
  others: z.array(z.string()).optional(),
});
export type Recovery = z.infer<typeof Recovery>;
