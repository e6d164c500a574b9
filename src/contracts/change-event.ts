import { z } from "zod";
import { Instant } from "./instant.ts";
import { RepositoryName } from "./repository.ts";

/** A change or a fact that neither telemetry nor GitHub tells: an operator's, a provider's, a bundle's `events.json`. */
export const ChangeEvent = z.object({
  time: Instant,
  /** "feature_flag", "scale", "config", "status"; others are shown as they are. */
  kind: z.string().max(60),
  service: z.string().max(200).optional(),
  text: z.string().max(2000),
  repositories: z.array(RepositoryName),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;
