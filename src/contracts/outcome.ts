import { z } from "zod";
import { Check } from "./facts.ts";
import { Instant } from "./instant.ts";
import { Sha } from "./repository.ts";

/** What was done, step by step; each part is there once it is done. */
export const Outcome = z.object({
  branch: z.object({ name: z.string(), commit: Sha }).optional(),
  pullRequest: z.object({ number: z.number(), url: z.string(), head: Sha, draft: z.boolean() }).optional(),
  /** Last seen on the pull request's head. */
  checks: z.array(Check).optional(),
  /**
   * A merge is about to be asked of GitHub, or was: noted before, so that what a crash leaves unknown counts against the
   * budget. `queued`: it is in the branch's merge queue, which merges by itself until it is taken out.
   */
  asked: z.object({ at: Instant, queued: z.boolean() }).optional(),
  merge: z.object({ sha: Sha, at: Instant }).optional(),
  deployment: z
    .object({
      id: z.number().nullable(),
      sha: z.string(),
      at: Instant,
      state: z.enum(["success", "failure"]),
      /**
       * Of the service's latest requests, the share that revisions with the change serve: a rollout takes its time.
       * Absent where telemetry names no revisions.
       */
      share: z.number().min(0).max(1).optional(),
    })
    .optional(),
  /** What stopped it, where something did. */
  stopped: z.object({ at: Instant, reason: z.string() }).optional(),
});
export type Outcome = z.infer<typeof Outcome>;
