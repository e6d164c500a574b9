import { z } from "zod";
import { Check } from "./facts.ts";
import { Instant } from "./instant.ts";
import { Sha } from "./repository.ts";

/** What was done, step by step; each part is there once it is done. */
export const Outcome = z.object({
  /** The last healthy revision was sent out again, before the files follow. */
  redeploy: z
    .object({
      at: Instant,
      revision: Sha,
      id: z.number().nullable(),
      /** Why GitHub would not; nothing went out then. */
      refused: z.string().optional(),
    })
    .optional(),
  branch: z.object({ name: z.string(), commit: Sha, deleted: z.boolean().optional() }).optional(),
  pullRequest: z.object({ number: z.number(), url: z.string(), head: Sha, draft: z.boolean() }).optional(),
  /** Last seen on the pull request's head. */
  checks: z.array(Check).optional(),
  /** Checks that had failed were asked to run again; once, so that what fails twice is not flaky. */
  retried: z.object({ at: Instant, head: Sha, checks: z.array(z.string()) }).optional(),
  /** The default branch has moved under what was made, so that it must be made anew on today's head. */
  behind: z.object({ at: Instant, reason: z.string() }).optional(),
  /** How often it was made anew. */
  remade: z.number().int().optional(),
  /**
   * A merge is about to be asked of GitHub, or was: noted before, so that what a crash leaves unknown counts against the
   * budget. `queued`: it is in the branch's merge queue, which merges by itself until it is taken out.
   */
  asked: z.object({ at: Instant, queued: z.boolean() }).optional(),
  /** `ours`: we had asked for it; else a person pressed the button. */
  merge: z.object({ sha: Sha, at: Instant, ours: z.boolean().optional() }).optional(),
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
