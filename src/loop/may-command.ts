import type { Policy } from "../contracts/policy.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { CommandName } from "../contracts/signal.ts";

/** GitHub's permissions, from least to most (https://docs.github.com/rest/collaborators/collaborators). */
const RANKS = ["none", "read", "triage", "write", "maintain", "admin"];

/** Whoever may ask may be told; and a brake must be within the reach of more people than the throttle is. */
const ENOUGH: Partial<Record<CommandName, string>> = { explain: "triage", pause: "write", hold: "write" };

export type Permitted = { may: true; permission: string; teams?: string[] } | { may: false; why: string };

/**
 * Whether somebody may give that command, by their permission and teams as GitHub knows them at this moment: whom the
 * policy names as approvers, and anybody who writes here where the command only stops or tells.
 */
export async function mayCommand(
  command: CommandName,
  actor: string,
  { guardrails: { approvers } }: Policy,
  facts: RepoFacts,
): Promise<Permitted> {
  const required = ENOUGH[command] ?? approvers.permission;
  const permission = await facts.permission(actor);
  if (RANKS.indexOf(permission) < RANKS.indexOf(required))
    return {
      may: false,
      why: `\`/sre ${command}\` needs ${required} permission on this repository; you have ${permission}.`,
    };
  if (ENOUGH[command] !== undefined || approvers.teams.length === 0) return { may: true, permission };
  const teams = await facts.teamsOf(actor, approvers.teams);
  if (teams === null)
    return {
      may: false,
      why: `The policy names teams for \`/sre ${command}\`, and GitHub does not let me see who is in them. Grant the App \`members: read\` of the organisation, or take \`teams\` out of \`approvers\`.`,
    };
  if (teams.length === 0)
    return {
      may: false,
      why: `\`/sre ${command}\` is for members of the teams that the policy names, and you are in none of them.`,
    };
  return { may: true, permission, teams };
}
