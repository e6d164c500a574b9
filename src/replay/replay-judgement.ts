import { Judgement } from "../contracts/judgement.ts";
import type { LoadedPolicy, Policy } from "../contracts/policy.ts";
import type { Verdict } from "../contracts/verdict.ts";
import { judge } from "../decide/judge/judge.ts";

/** Whose rules a replay goes by, and what people said meanwhile. */
export interface OtherTerms {
  policy: Policy;
  source: LoadedPolicy["source"];
}

/**
 * The verdict of what was kept of one. As it was kept, it is the verdict of that time. Under other terms it is what
 * would have been decided without any person: approvals, reviews and holds are left out.
 * Null where what was kept is of another version, or where the other policy would have had the diagnosis itself
 * decided otherwise, so that it must be made again.
 */
export function replayJudgement(kept: unknown, terms: OtherTerms | null = null): Verdict | null {
  const read = Judgement.safeParse(kept);
  if (!read.success) return null;
  const context = read.data;
  if (!terms) return judge(context);
  const { policy, source } = terms;
  const { diagnosis, facts } = context;
  if (diagnosis.decision === "unknown" && diagnosis.confidence >= policy.guardrails.min_confidence)
    return null;
  return judge({
    ...context,
    policy,
    policySource: source,
    policyProblems: 0,
    approvals: [],
    held: null,
    facts: facts && {
      ...facts,
      pullRequest: facts.pullRequest && { ...facts.pullRequest, approvedBy: [] },
    },
  });
}
