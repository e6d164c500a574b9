import type { Account, State } from "../state.ts";
import { nodeId } from "./node-id.ts";

/** GitHub's simple team, as it stands among requested reviewers. */
export function renderTeam(state: State, organization: Account, slug: string) {
  const team = organization.teams.get(slug.toLowerCase());
  if (!team) return null;
  const url = `${state.apiUrl}/organizations/${organization.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId("Team", team.id),
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    url,
    html_url: `${state.webUrl}/orgs/${organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}
