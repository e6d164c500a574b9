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
  rules: z.object({
    requiredChecks: z.array(z.string()),
    requiredApprovals: z.number().int(),
    /** Owners of the touched files must approve. */
    codeOwners: z.boolean().default(false),
    /** Merges go through GitHub's merge queue. */
    mergeQueue: z.boolean().default(false),
    /** Commits must be signed; GitHub signs those that an App makes by its API. */
    signedCommits: z.boolean().default(false),
    /** Why not all of the rules could be read, and what to do about it; null where all were. */
    unread: z.string().nullable().default(null),
  }),
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
      /** Whether GitHub has verified the signature of the head commit; null where it does not say. */
      verified: z.boolean().nullable().default(null),
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
  /** Of the other commits that the change set undoes, those that came in by the suspect's own pull request. */
  sameChange: z.object({ pullRequest: z.number(), commits: z.array(Sha) }).optional(),
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
  /** Permission on the repository as GitHub names it, read again each time that it is to count. */
  permission: z.string(),
  /** Those of the policy's teams that they were in at that time; absent where nobody asked. */
  teams: z.array(z.string()).optional(),
});
export type Approval = z.infer<typeof Approval>;

/** What the same repository has had done to it by SRE-Space before. */
export const History = z.object({
  merges: z.array(z.object({ at: Instant, fingerprint: z.string(), service: z.string() })),
  /** Other incidents of the repository whose change is between branch and recovery. */
  inFlight: z.array(z.object({ id: z.string(), service: z.string(), suspect: Sha.nullable().optional() })),
  /** Other incidents of the repository that have a change which is neither merged nor given up. */
  openFixes: z.array(
    z.object({ id: z.string(), fingerprint: z.string(), pullRequest: z.number().nullable() }),
  ),
  /** Repositories that have nothing to do with this one and broke at the same time. */
  failingElsewhere: z.number().int().nonnegative(),
  /** The stop button is pressed, by whomever. */
  paused: z.boolean(),
  /** By whom, and how it is released, as a sentence for people. */
  stop: z.string().optional(),
});
export type History = z.infer<typeof History>;
