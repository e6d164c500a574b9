import { z } from "zod";
import { Plan } from "./change-set.ts";
import { RemedyKind } from "./diagnosis.ts";
import { Approval, Facts } from "./facts.ts";
import { Instant } from "./instant.ts";
import { Outcome } from "./outcome.ts";
import { Recovery } from "./recovery.ts";
import { Sha } from "./repository.ts";
import { Verdict } from "./verdict.ts";

/** Why a change of ours is taken back: Scout measured it, or a person asked. */
export const WhyTakenBack = z.enum(["not-healed", "worse", "asked"]);
export type WhyTakenBack = z.infer<typeof WhyTakenBack>;

/** That the change under way takes back a merge of ours. */
export const Rollback = z.object({
  at: Instant,
  why: WhyTakenBack,
  /** In words, with what was measured. */
  reason: z.string(),
  /** Who asked for it; null where nobody did. */
  by: z.string().nullable(),
  /** The merge that is taken back. */
  of: Sha,
});
export type Rollback = z.infer<typeof Rollback>;

/** A change that was merged for an incident and is not, or no longer, what heals it. */
export const Attempt = z.object({
  /** When it was given up. */
  at: Instant,
  ended: WhyTakenBack,
  reason: z.string(),
  /** The commit that it was made against. */
  suspect: Sha.nullable(),
  remedy: RemedyKind,
  title: z.string(),
  plan: Plan.nullable(),
  facts: Facts.nullable(),
  verdict: Verdict.nullable(),
  approvals: z.array(Approval),
  outcome: Outcome,
  /** As it was measured last, in the traffic after it. */
  recovery: Recovery.nullable(),
  /** What was done to take it back; null until that is out. */
  rollback: Outcome.nullable(),
});
export type Attempt = z.infer<typeof Attempt>;
