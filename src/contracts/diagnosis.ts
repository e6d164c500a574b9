import { z } from "zod";
import { Ending, PersonsWord } from "./ending.ts";
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

/** In a file, one text in place of another that stands in it exactly once. */
export const PatchEdit = z.object({
  path: z.string().max(500),
  find: z.string().min(1).max(4000),
  replace: z.string().max(4000),
});
export type PatchEdit = z.infer<typeof PatchEdit>;

const ModelStatement = z.object({
  /** The commit that it is about, or null and the cause without one. */
  suspect: Sha.nullable(),
  mechanism: z.string().max(200),
  text: z.string().max(300),
  /** Every one of them exists. */
  evidence: z.array(z.string()).min(1),
});

/** What a language model made of the same evidence. All texts of it are the model's: sanitised, redacted, and never trusted. */
export const SecondOpinion = z.object({
  /** The model, as the operator named it. */
  model: z.string().max(200),
  /** Name and version of the prompt. */
  prompt: z.string().max(100),
  /** Whether it gave an answer that could be used. */
  heard: z.boolean(),
  /** For people, in our words: what came of it, or why it was not heard. */
  note: z.string().max(300),
  /** It came to the same answer and doubts nothing of it; null where it was not heard. */
  agreed: z.boolean().nullable(),
  explanation: z.string().max(1200),
  claims: z.array(ModelStatement.extend({ favours: z.boolean() })).max(12),
  doubts: z.array(ModelStatement).max(4),
  /** A proposal, and no more: planned only where the policy names `patch`, and judged like every change. */
  patch: z.array(PatchEdit).max(5).nullable(),
  /** Of this consultation; null where the model's price is not known. */
  usd: z.number().nonnegative().nullable(),
  seconds: z.number().nonnegative(),
});
export type SecondOpinion = z.infer<typeof SecondOpinion>;

/** A past incident of the same fingerprint, and how it ended. */
export const SeenBefore = z.object({
  incident: z.string(),
  issue: z.number().int().nullable(),
  pullRequest: z.number().int().nullable(),
  ending: Ending,
  person: PersonsWord.nullable(),
  /**
   * It answers this one, too: what was done healed it then, and what the evidence of today finds guilty is of the same
   * kind in the same place. No model need be asked.
   */
  answers: z.boolean(),
  /** What was done then, and the commit by which it came into the default branch; absent where nothing was merged. */
  remedy: RemedyKind.optional(),
  merge: Sha.optional(),
});
export type SeenBefore = z.infer<typeof SeenBefore>;

/** What is to be done, and what its kind needs to be planned. */
export const Remedy = z.object({
  kind: RemedyKind,
  summary: z.string(),
  /** `revert`, `redeploy`: the commits to undo, where it is not the suspect alone. */
  commits: z.array(Sha).min(1).max(20).optional(),
  /** `restore-config`: where the suspect's version of a file holds the one guilty value, and its key's last name. */
  setting: z
    .object({ path: z.string(), line: z.number().int().positive(), name: z.string().max(200) })
    .optional(),
  /** `runbook`: the one of the policy's that answers this error. It must still stand there when it is planned. */
  runbook: z.object({ error: z.string(), file: z.string(), path: z.string() }).optional(),
  /** `redeploy`: the last healthy revision. */
  revision: Sha.optional(),
  /** `patch`: what the model proposes. Untrusted. */
  edits: z.array(PatchEdit).min(1).max(5).optional(),
  /** `replay`: the commit by which the same was healed before, and where that is told. */
  past: z
    .object({ merge: Sha, issue: z.number().int().nullable(), pullRequest: z.number().int().nullable() })
    .optional(),
});
export type Remedy = z.infer<typeof Remedy>;

export const Diagnosis = z.object({
  at: Instant,
  /** `commit` or `none` where that reaches the policy's bar, else `unknown`. */
  decision: z.enum(["commit", "none", "unknown"]),
  /** The most probable answer, whatever the decision; null where no commit is. */
  suspect: Sha.nullable(),
  /** Its probability; that of all guiltless mechanisms together where it is null. */
  confidence: z.number().min(0).max(1),
  /**
   * Why it is so sure, the weightiest first: how far each ground holds, and what it adds to the logarithm of the odds that
   * the answer is right. Absent where an older version said it.
   */
  grounds: z.array(z.object({ name: z.string(), share: z.number(), adds: z.number() })).optional(),
  service: z.string(),
  operation: z.string(),
  onset: Instant,
  blastRadius: z.array(z.string()),
  remedy: Remedy,
  /** What is tried where that cannot be planned, the best first. Once one of these is planned it is the remedy. */
  otherwise: z.array(Remedy).max(3).optional(),
  /** Every candidate, most probable first; probabilities sum to 1. */
  hypotheses: z.array(Hypothesis).min(1),
  /** The cheapest observations that would tell the leading hypotheses apart; empty above the bar. */
  wouldSettle: z.array(z.string()),
  /** The revision that the failing service ran, and the last healthy one, where known. */
  revisions: z.object({ healthy: z.string().nullable(), failing: z.string().nullable() }),
  /** Tokens spent on a model, for the incident so far. */
  tokens: z.number().int().nonnegative(),
  /** Absent where no model was asked. */
  secondOpinion: SecondOpinion.optional(),
  /** The latest first; absent where memory knows of none. */
  seenBefore: z.array(SeenBefore).max(3).optional(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;
