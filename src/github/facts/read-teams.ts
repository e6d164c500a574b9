import type { Client } from "../create-client.ts";
import { GitHubError } from "../github-error.ts";
import { nullWhere } from "../null-where.ts";

/**
 * Those of these teams that somebody is an active member of. Needs the organisation's `members: read`, which is asked
 * for only where it was granted; null where GitHub does not let us know.
 * https://docs.github.com/rest/teams/members#get-team-membership-for-a-user
 */
export async function readTeams(
  client: Client,
  organisation: string,
  login: string,
  teams: readonly string[],
): Promise<string[] | null> {
  const memberOf = async (team: string) => {
    const of = { org: organisation, team_slug: team, username: login };
    const answer = await nullWhere(client.rest.teams.getMembershipForUserInOrg(of), 404);
    return answer?.data.state === "active" ? [team] : [];
  };
  try {
    return (await Promise.all(teams.map(memberOf))).flat();
  } catch (error) {
    if (error instanceof GitHubError && error.status === 403 && !error.passing) return null;
    throw error;
  }
}
