import { z } from "zod";
import { Aftermath } from "./aftermath.ts";
import { Anomaly } from "./anomaly.ts";
import { Rollback } from "./attempt.ts";
import { ChangeSet, FileChange, NoChangeSet } from "./change-set.ts";
import { Diagnosis } from "./diagnosis.ts";
import { RevisionEvidence } from "./evidence.ts";
import { Approval, Facts, History } from "./facts.ts";
import { Instant } from "./instant.ts";
import { Policy } from "./policy.ts";
import { Recovery } from "./recovery.ts";
import { Sha } from "./repository.ts";

/** A plan as it is judged: what happens to which path, and not the files' texts. */
export const JudgedPlan = z.discriminatedUnion("kind", [
  ChangeSet.extend({ files: z.array(FileChange.omit({ before: true, after: true })).min(1) }),
  NoChangeSet,
]);
export type JudgedPlan = z.infer<typeof JudgedPlan>;

/**
 * Everything that a verdict was made of, as it is kept beside it: read back and judged again, it gives the same
 * verdict. The policy stands in it as it would be written in a file.
 */
export const Judgement = z.object({
  version: z.literal(1),
  policy: Policy,
  policySource: z.object({ path: z.string(), blob: z.string() }).nullable(),
  policyProblems: z.number().int().nonnegative(),
  anomaly: Anomaly,
  diagnosis: Diagnosis,
  plan: JudgedPlan,
  facts: Facts.nullable(),
  aftermath: Aftermath.nullable(),
  serving: z.array(RevisionEvidence),
  approvals: z.array(Approval),
  held: z.object({ by: z.string(), at: Instant }).nullish(),
  rollback: Rollback.nullish(),
  redeployed: z.boolean().optional(),
  history: History,
  recovery: Recovery.nullable(),
  now: Instant,
  stage: z.enum(["before-branch", "before-merge"]),
  made: Sha.nullable(),
});
/** As it is read, with the policy in the units of the rooms. */
export type Judgement = z.output<typeof Judgement>;
/** As it is kept. */
export type KeptJudgement = z.input<typeof Judgement>;
