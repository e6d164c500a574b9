import { z } from "zod";
import { Instant } from "./instant.ts";
import { Sha } from "./repository.ts";

export const RemedyKind = z.enum([
  "revert",
  "restore-config",
  "runbook",
  "redeploy",
  "patch",
  "replay",
  "none",
]);
export type RemedyKind = z.infer<typeof RemedyKind>;

/** One explanation: a commit did it, or a mechanism that no commit is guilty of. */
export const Hypothesis = z.object({
  /** The commit, or null where the mechanism is guiltless. */
  suspect: Sha.nullable(),
  /** The class of change or of outside cause, such as "code defect", "outside provider". */
  mechanism: z.string(),
  probability: z.number().min(0).max(1),
  /** Ids of evidence items for and against, and the reasons in words, strongest first. */
  because: z.array(z.string()),
  against: z.array(z.string()),
  reasons: z.array(z.object({ text: z.string(), favours: z.boolean(), evidence: z.array(z.string()) })),
  summary: z.string(),
  /** Of the suspect commit, for people. */
  commit: z
    .object({
      subject: z.string(),
      author: z.string(),
      committedAt: Instant,
      deployedAt: Instant.optional(),
      url: z.string(),
      files: z.array(z.string()),
      /** Where to point a person: the changed line that fits best. */
      line: z.object({ path: z.string(), line: z.number() }).optional(),
    })
    .optional(),
});
export type Hypothesis = z.infer<typeof Hypothesis>;

export const Diagnosis = z.object({
  at: Instant,
  /** `commit` or `none` where that reaches the policy's bar, else `unknown`. */
  decision: z.enum(["commit", "none", "unknown"]),
  /** The most probable answer, whatever the decision; null where no commit is. */
  suspect: Sha.nullable(),
  /** Its probability; that of all guiltless mechanisms together where it is null. */
  confidence: z.number().min(0).max(1),
  service: z.string(),
  operation: z.string(),
  onset: Instant,
  blastRadius: z.array(z.string()),
  remedy: z.object({ kind: RemedyKind, summary: z.string() }),
  /** Every candidate, most probable first; probabilities sum to 1. */
  hypotheses: z.array(Hypothesis).min(1),
  /** The cheapest observations that would tell the leading hypotheses apart; empty above the bar. */
  wouldSettle: z.array(z.string()),
  /** The revision that the failing service ran, and the last healthy one, where known. */
  revisions: z.object({ healthy: z.string().nullable(), failing: z.string().nullable() }),
  /** Tokens spent on a model. */
  tokens: z.number().int().nonnegative(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;
