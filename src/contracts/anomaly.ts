import { z } from "zod";
import { Instant } from "./instant.ts";
import { RepositoryName } from "./repository.ts";
import { Symptom } from "./signal.ts";

/** An onset is never known to the instant: `at` is the best estimate, the others its bounds. */
export const Onset = z.object({ at: Instant, earliest: Instant, latest: Instant });
export type Onset = z.infer<typeof Onset>;

/**
 * A level of the thing measured: `ratio` of failing requests (0–1), or of what is used of a bounded thing; `ms` for a
 * 95th percentile of duration; `bytes/s` for the growth of a process's memory; `requests/s` for traffic; `waiting` for
 * how much stands in a queue.
 */
export const Level = z.object({
  value: z.number(),
  unit: z.enum(["ratio", "ms", "bytes/s", "requests/s", "waiting"]),
  /** How many requests (or points, for memory and saturation) stand behind it; 0 where the source does not say. */
  samples: z.number().nonnegative(),
});
export type Level = z.infer<typeof Level>;

/** A service objective is broken. */
export const Anomaly = z.object({
  /** Same repository, environment, service, operation and symptom: same fingerprint. Lower-case hex, 12 digits. */
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/),
  repository: RepositoryName,
  environment: z.string(),
  service: z.string(),
  /** Span name of the server span, such as "POST /quotes"; "*" where the whole process is meant. */
  operation: z.string(),
  symptom: Symptom,
  source: z.enum(["telemetry", "alert"]),
  /** Keys of the alerts that stand behind it; empty where telemetry alone does. */
  alerts: z.array(z.string()),
  onset: Onset,
  detectedAt: Instant,
  observed: Level,
  /** Before the onset; absent where nothing was seen before it. */
  baseline: Level.optional(),
  /** What the objective allows, in the unit of `observed`. */
  objective: z.number(),
  /**
   * Where `objective` comes from: the policy says it, or it was learnt from what was normal, in the hours before, and
   * in the same hour of the weeks before where enough of them were seen. Alerts bring their own.
   */
  rests: z.enum(["policy", "season", "baseline"]).optional(),
  /** Seconds of healthy telemetry that the baseline was learnt from. */
  baselineSeconds: z.number().nonnegative(),
  /** Services that suffer with it, the service itself not among them. */
  blastRadius: z.array(z.string()),
  /** One sentence for people. */
  summary: z.string().max(500),
});
export type Anomaly = z.infer<typeof Anomaly>;
