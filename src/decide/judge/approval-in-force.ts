import type { Approval } from "../../contracts/facts.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { JudgeContext } from "./context.ts";

/**
 * GitHub's permissions, from least to most.
 * @see https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
const RANKS: readonly string[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** Who has approved exactly what is judged now, or null. */
export function approvalInForce(context: JudgeContext): string | null {
  const given = context.approvals.find((approval) => whyNotInForce(approval, context) === null);
  if (given) return sanitise(given.by, 60);
  const { permission, teams } = context.policy.guardrails.approvers;
  // A review on this head, by GitHub's own button, is as good where write access is all that is asked for. Nothing
  // says in which team a reviewer is.
  if (permission !== "write" || teams.length > 0) return null;
  const reviewer = headOf(context)?.approvedBy.find((login) => authorship(login, context) === null);
  return reviewer === undefined ? null : sanitise(reviewer, 60);
}

/**
 * Why that approval does not count for what is judged now, as a sentence for its giver; null where it does. It
 * counts where the giver's permission, teams and authorship are what the policy asks for, where it was given after
 * the diagnosis that it answers and has not expired, and where the head that it saw is today's head; one that was
 * given while there was no head yet counts for the plan on the base that it saw, as long as the head is the one that
 * Fixer made of it. What cannot be checked is not taken as met.
 */
export function whyNotInForce(approval: Approval, context: JudgeContext): string | null {
  const { permission, teams, valid_for } = context.policy.guardrails.approvers;
  if (RANKS.indexOf(approval.permission) < RANKS.indexOf(permission))
    return `It takes ${permission} permission on this repository; yours is ${sanitise(approval.permission, 20)}.`;
  if (teams.length > 0 && !(approval.teams ?? []).some((team) => teams.includes(team)))
    return "The policy asks for a member of one of its teams.";
  const now = Date.parse(context.now);
  const at = Date.parse(approval.at);
  if (!(at <= now)) return "Its time is not known, or lies ahead.";
  if (!(at >= Date.parse(context.diagnosis.at))) return "It was given for an earlier diagnosis.";
  if (!(now - at <= valid_for * 1000)) return "It has expired.";
  return (
    authorship(approval.by, context) ?? (isForThis(approval, context) ? null : "The change has moved since.")
  );
}

function authorship(login: string, { policy, diagnosis, aftermath }: JudgeContext): string | null {
  if (policy.guardrails.approvers.self_approval || diagnosis.suspect === null) return null;
  const authors = aftermath?.authors ?? null;
  if (authors === null)
    return "The policy asks for somebody else than the suspect's author, and the author's account is not known.";
  return authors.includes(login.toLowerCase())
    ? "The policy asks for somebody else than the author of the commit under suspicion."
    : null;
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
