import type { Approval } from "../../contracts/facts.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { JudgeContext } from "./context.ts";

/**
 * GitHub's permissions, from least to most.
 * @see https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
const RANKS: readonly string[] = ["none", "read", "triage", "write", "maintain", "admin"];

/**
 * Who has approved exactly what is judged now, or null. An approval counts where its giver's permission
 * reaches the policy's, where it was given after the diagnosis that it answers, and where the head that it
 * saw is today's head; one that was given while there was no head yet counts for the plan on the base that
 * it saw, as long as the head is the one that Fixer made of it. Where the policy names teams, nobody's
 * counts: no fact says yet who is in one, and a limit that cannot be checked must not be taken as met.
 */
export function approvalInForce(context: JudgeContext): string | null {
  const { permission: required, teams } = context.policy.guardrails.approvers;
  if (teams.length > 0) return null;
  const approval = context.approvals.find(
    (candidate) =>
      RANKS.indexOf(candidate.permission) >= RANKS.indexOf(required) &&
      Date.parse(candidate.at) <= Date.parse(context.now) &&
      Date.parse(candidate.at) >= Date.parse(context.diagnosis.at) &&
      isForThis(candidate, context),
  );
  if (approval) return sanitise(approval.by, 60);
  // A review on this head, by GitHub's own button, is as good where write access is what is asked for.
  const [reviewer] = required === "write" ? (headOf(context)?.approvedBy ?? []) : [];
  return reviewer === undefined ? null : sanitise(reviewer, 60);
}

function isForThis(approval: Approval, context: JudgeContext): boolean {
  const base = context.plan.kind === "planned" ? context.plan.base : null;
  if (base === null) return false;
  const pullRequest = headOf(context);
  if (context.stage === "before-branch")
    return approval.head === null && (approval.base === undefined || approval.base === base);
  if (!pullRequest) return false;
  if (approval.head !== null) return approval.head === pullRequest.head;
  return approval.base === base && pullRequest.head === context.made;
}

function headOf(context: JudgeContext) {
  return context.stage === "before-merge" ? (context.facts?.pullRequest ?? null) : null;
}
