import type { Approval } from "../contracts/facts.ts";
import type { Policy } from "../contracts/policy.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";

/**
 * The approvals with what their givers may do today: who was taken off the repository or out of the team since has
 * approved nothing.
 */
export async function approvalsToday(
  approvals: readonly Approval[],
  { guardrails: { approvers } }: Policy,
  facts: RepoFacts,
): Promise<Approval[]> {
  const people = new Map(
    await Promise.all(
      [...new Set(approvals.map(({ by }) => by))].map(async (by) => {
        const [permission, teams] = await Promise.all([
          facts.permission(by),
          approvers.teams.length > 0 ? facts.teamsOf(by, approvers.teams) : null,
        ]);
        return [by, { permission, teams: teams ?? [] }] as const;
      }),
    ),
  );
  return approvals.map((approval) => ({ ...approval, ...people.get(approval.by) }));
}
