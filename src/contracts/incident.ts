import { z } from "zod";
import { Anomaly } from "./anomaly.ts";
import { Attempt, Rollback } from "./attempt.ts";
import { Plan } from "./change-set.ts";
import { Diagnosis } from "./diagnosis.ts";
import { Evidence } from "./evidence.ts";
import { Approval, Facts } from "./facts.ts";
import { Instant } from "./instant.ts";
import { Outcome } from "./outcome.ts";
import { Recovery } from "./recovery.ts";
import { RepositoryName, Sha } from "./repository.ts";
import { Thought } from "./thought.ts";
import { Verdict } from "./verdict.ts";

/** What an incident waits for, and when it looks by itself if nothing comes. */
export const Waiting = z.object({
  for: z.enum(["evidence", "checks", "approval", "deployment", "recovery"]),
  since: Instant,
  /** Next look, event or no event. */
  until: Instant,
  /** When the wait as a whole is given up. */
  deadline: Instant,
});
export type Waiting = z.infer<typeof Waiting>;

export const Closed = z.object({
  at: Instant,
  /** `same-cause`: another open incident has the same cause, and what broke here goes on there. */
  as: z.enum(["healed", "recovered-unexplained", "resolved-by-person", "same-cause"]),
});
export type Closed = z.infer<typeof Closed>;

/** What came of looking at one of the joined anomalies by itself. */
export const LookBeside = z.object({
  fingerprint: z.string(),
  at: Instant,
  looks: z.number().int().positive(),
  decision: Diagnosis.shape.decision,
  /** The most probable answer, whatever the decision; null where no commit is. */
  suspect: Sha.nullable(),
  confidence: z.number().min(0).max(1),
});
export type LookBeside = z.infer<typeof LookBeside>;

/** The one truth about an incident. Everything that GitHub and the monitor show is derived from it. */
export const Incident = z.object({
  /** Time-ordered and unique: `<epoch ms in base 36>-<fingerprint>`. */
  id: z.string().regex(/^[0-9a-z]+-[0-9a-f]{12}$/),
  /** Counts up with every write; a write that names an older one is refused. */
  version: z.number().int().nonnegative(),
  repository: RepositoryName,
  openedAt: Instant,
  updatedAt: Instant,
  anomaly: Anomaly,
  /** Anomalies of the same cause: other symptoms of the service, or services that suffer with it. */
  related: z.array(Anomaly),
  /** Those of them that may have a cause of their own, as they were looked at by themselves last. */
  beside: z.array(LookBeside).default([]),
  /** It was part of that incident, and turned out to have a cause of its own. */
  partedFrom: z.string().nullable().default(null),
  /** Another open incident is about the same commit: this one is handed over to it. `asked`: that one was told. */
  sameAs: z
    .object({
      incident: z.string(),
      issue: z.number().int().nullable(),
      pullRequest: z.number().int().nullable(),
      asked: Instant.nullable(),
    })
    .nullable()
    .default(null),
  evidence: Evidence.nullable(),
  /** How often evidence was gathered and weighed. */
  looks: z.number().int().nonnegative(),
  diagnosis: Diagnosis.nullable(),
  plan: Plan.nullable(),
  facts: Facts.nullable(),
  approvals: z.array(Approval),
  /** A person's `/sre hold`: nothing is done until somebody approves. */
  held: z.object({ by: z.string(), at: Instant }).nullable().default(null),
  verdict: Verdict.nullable(),
  /** What the verdict was made of, as `KeptJudgement`: a check of a bundle or of an edit judges it again. */
  judged: z.record(z.string(), z.unknown()).nullable().default(null),
  /** Plan, facts, approvals, verdict, outcome and recovery are those of the change that is under way now. */
  outcome: Outcome,
  recovery: Recovery.nullable(),
  /** The change under way takes back the last of the attempts; null where it is a remedy. */
  rollback: Rollback.nullable().default(null),
  /** Changes that were merged before the one that is under way, oldest first. */
  attempts: z.array(Attempt).default([]),
  /** Requests by which something was written on GitHub for it; what a crash cut off is not counted. */
  writes: z.number().int().nonnegative().default(0),
  /** What GitHub shows of it, as digests of what was last written, so that nothing is written twice. */
  issue: z
    .object({
      number: z.number(),
      url: z.string(),
      body: z.string(),
      label: z.string(),
      state: z.enum(["open", "closed"]),
      comment: z.object({ body: z.string() }).nullable(),
      /** Of what a person would want to know at once. */
      told: z.string().optional(),
      /** When issue or comment was last written. */
      at: Instant.optional(),
      /** Writes that no step made, so that none counted them: the opening, where no step came in time. */
      uncounted: z.number().int().optional(),
      checkRuns: z.record(z.string(), z.object({ id: z.number(), digest: z.string() })),
    })
    .nullable(),
  waiting: Waiting.nullable(),
  needsHuman: z.object({ since: Instant, reason: z.string() }).nullable(),
  closed: Closed.nullable(),
  /** When memory took what it teaches, and the digest of the culprit's lines, by which a later landing is known. */
  remembered: z.object({ at: Instant, patch: z.string().nullable() }).nullable().default(null),
  thoughts: z.array(Thought),
});
export type Incident = z.infer<typeof Incident>;
