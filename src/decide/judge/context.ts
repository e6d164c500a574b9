import type { Aftermath } from "../../contracts/aftermath.ts";
import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Rollback } from "../../contracts/attempt.ts";
import type { Diagnosis } from "../../contracts/diagnosis.ts";
import type { EvidenceOf } from "../../contracts/evidence.ts";
import type { Approval, Facts, History } from "../../contracts/facts.ts";
import type { Instant } from "../../contracts/instant.ts";
import type { JudgedPlan } from "../../contracts/judgement.ts";
import type { LoadedPolicy, Policy } from "../../contracts/policy.ts";
import type { Recovery } from "../../contracts/recovery.ts";
import type { Sha } from "../../contracts/repository.ts";
import type { RuleAnswer } from "../../contracts/verdict.ts";

/** Everything that a verdict depends on, and nothing else does: the same context, the same verdict. */
export interface JudgeContext {
  policy: Policy;
  policySource: LoadedPolicy["source"];
  /** How many problems the policy file has. */
  policyProblems: number;
  anomaly: Anomaly;
  diagnosis: Diagnosis;
  plan: JudgedPlan;
  /** Null where the repository could not be read. */
  facts: Facts | null;
  /** What came after the suspect; null where there is none, or where it could not be read. */
  aftermath: Aftermath | null;
  /** Scout's figures of each revision that served, as they stood at the diagnosis. */
  serving: readonly EvidenceOf<"revisions">[];
  approvals: readonly Approval[];
  /** Who put the incident on hold, where somebody did. */
  held?: { by: string; at: Instant } | null;
  /** The last healthy revision was sent out again, which ends the symptom and mends nothing for the next deployment. */
  redeployed?: boolean;
  /** The plan takes back a merge of ours, which is then the suspect. */
  rollback?: Rollback | null;
  history: History;
  /** The symptom, measured once more; null where it was not. */
  recovery: Recovery | null;
  now: Instant;
  stage: "before-branch" | "before-merge";
  /** The commit that Fixer put on its branch; null before there is one. */
  made: Sha | null;
}

/** What a rule says, before its name is put to it. */
export type Answer = Omit<RuleAnswer, "rule">;

/** One thing that must hold before anything is merged. Rules do not know of each other. */
export interface Rule {
  name: string;
  judge(context: JudgeContext): Answer;
}
