import { z } from "zod";
import { Incident } from "./incident.ts";
import { Instant } from "./instant.ts";
import { Recollection } from "./ports/memory.ts";

/** What answered at the address that the policy's `verify.probe` names, as far as an incident has to do with it. */
export const ProbeSeen = z.object({
  /** When it last did not answer well. Without that, it says nothing of the symptom. */
  failedAt: Instant.nullable(),
  /** Since when it has answered well, each time. */
  wellSince: Instant.nullable(),
  /** How often in a row. */
  well: z.number().int().nonnegative(),
});
export type ProbeSeen = z.infer<typeof ProbeSeen>;

/** Everything that an Action has to know of an incident in its next run. */
export const SealedState = z.object({
  version: z.literal(1),
  /** Of two states the later one knows Scout's alerts better. */
  sealedAt: Instant,
  incident: Incident,
  /** Scout's, of the alerts behind it; Scout alone reads it. */
  scout: z.unknown(),
  /** Whether its evidence came in a bundle: Scout has none besides. */
  fromBundle: z.boolean(),
  probe: ProbeSeen.nullable(),
  /** What it taught, once it was over. */
  recollection: Recollection.nullable(),
  /** On models, in millionths of a US dollar; by days as `2026-11-22`, in UTC. */
  spent: z.array(z.object({ day: z.string(), tokens: z.number(), microUsd: z.number() })),
});
export type SealedState = z.infer<typeof SealedState>;
