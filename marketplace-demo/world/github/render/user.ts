import type { Account, State } from "../state.ts";
import { nodeId } from "./node-id.ts";

/** A simple user, as it stands in every other object. */
export function renderUser(state: State, account: Account) {
  const login = encodeURIComponent(account.login);
  const url = `${state.apiUrl}/users/${login}`;
  const page =
    account.type === "Bot"
      ? `${state.webUrl}/apps/${account.login.replace(/\[bot\]$/, "")}`
      : `${state.webUrl}/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${state.webUrl}/avatars/u/${account.id}`,
    gravatar_id: "",
    url,
    html_url: page,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** The whole public profile, `GET /users/{username}`. */
export function renderProfile(state: State, account: Account) {
  return {
    ...renderUser(state, account),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: account.email,
    hireable: null,
    bio: account.description,
    twitter_username: null,
    public_repos: [...state.repositories.values()].filter(
      (one) => one.owner.id === account.id && !one.private,
    ).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

/** The `organization` of a webhook. */
export function renderOrganization(state: State, account: Account) {
  const url = `${state.apiUrl}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId("Organization", account.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${state.webUrl}/avatars/u/${account.id}`,
    description: account.description,
  };
}
