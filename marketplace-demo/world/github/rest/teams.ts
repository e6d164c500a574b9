import { holds } from "../auth/authorize.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { type Call, json, type Operation, operation } from "../http/operation.ts";

/** An installation sees the members of an organisation where it was granted `members`, a person where they are one. */
function checkSight(call: Call): void {
  const { actor } = call;
  if (actor.kind !== "installation") return;
  if (!holds(actor.token.permissions, "members", "read"))
    throw forbidden("Resource not accessible by integration");
}

/** https://docs.github.com/rest/teams/members */
export const teams: Operation[] = [
  operation("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", { who: "signed-in" }, (call) => {
    checkSight(call);
    const { org, team_slug: slug, username } = call.params as Record<string, string>;
    const organization = call.state.accounts.get(org!.toLowerCase());
    const team = organization?.teams.get(slug!.toLowerCase());
    const role = team?.members.get(username!.toLowerCase());
    if (!organization || !team || role === undefined) throw notFound();
    const url = `${call.state.apiUrl}/organizations/${organization.id}/team/${team.id}/memberships/${username}`;
    return json({ state: "active", role, url });
  }),
];
