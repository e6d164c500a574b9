import { z } from "zod";
import { Instant } from "./instant.ts";
import { Sha } from "./repository.ts";

export const Check = z.object({
  name: z.string(),
  /** `pending` until it has completed. */
  state: z.enum(["pending", "success", "failure", "neutral"]),
  url: z.string().optional(),
});
export type Check = z.infer<typeof Check>;

/** What Guardrail must know of the repository, read at one moment. */
export const Facts = z.object({
  at: Instant,
  defaultBranch: z.string(),
  /** Head of the default branch. */
  head: Sha,
  archived: z.boolean(),
  public: z.boolean(),
  /** Rules of the default branch, from protection and rule sets together. */
  rules: z.object({ requiredChecks: z.array(z.string()), requiredApprovals: z.number().int() }),
  /** The pull request of this incident, once there is one. */
  pullRequest: z
    .object({
      number: z.number(),
      head: Sha,
      state: z.enum(["open", "closed"]),
      merged: z.boolean(),
      draft: z.boolean(),
      /** Null while GitHub has not worked it out. */
      mergeable: z.boolean().nullable(),
      checks: z.array(Check),
      /** Logins of people with write access whose latest review on this head approves. */
      approvedBy: z.array(z.string()),
    })
    .nullable(),
  /** Open pull requests of others that touch a path of the change set. */
  openWork: z.array(
    z.object({ number: z.number(), author: z.string(), paths: z.array(z.string()), url: z.string() }),
  ),
  /** Whether a path of the change set differs between the plan's base and today's head. */
  movedPaths: z.array(z.string()),
  /** Whether a revert of the suspect has been merged, or a commit that lands it again after a revert, by anyone. */
  suspectReverted: z.boolean(),
  suspectRelanded: z.boolean(),
});
export type Facts = z.infer<typeof Facts>;

/** Who said yes, to which head, when. */
export const Approval = z.object({
  by: z.string(),
  at: Instant,
  via: z.enum(["comment", "review", "check-action"]),
  /** Head SHA of the pull request that was seen; null where there was none yet (`hold`). */
  head: Sha.nullable(),
  /** Base of the plan that was seen: with it, an approval of a `hold` also counts for the head made of that plan. */
  base: Sha.optional(),
  /** Permission on the repository at that time, as GitHub names it. */
  permission: z.string(),
});
export type Approval = z.infer<typeof Approval>;

/** What the same repository has had done to it by SRE-Space before. */
export const History = z.object({
  merges: z.array(z.object({ at: Instant, fingerprint: z.string(), service: z.string() })),
  /** Other incidents of the repository whose change is between branch and recovery. */
  inFlight: z.array(z.object({ id: z.string(), service: z.string() })),
  /** Repositories that have nothing to do with this one and broke at the same time. */
  failingElsewhere: z.number().int().nonnegative(),
  paused: z.boolean(),
});
export type History = z.infer<typeof History>;
