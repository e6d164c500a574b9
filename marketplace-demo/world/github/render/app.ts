import type { App, Installation, State } from "../state.ts";
import { nodeId } from "./node-id.ts";
import { renderUser } from "./user.ts";

/** An App as check runs, issues and deployments show it ("performed via"). */
export function renderApp(state: State, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    owner: renderUser(state, app.owner),
    name: app.name,
    description: app.description,
    external_url: state.webUrl,
    html_url: `${state.webUrl}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.updatedAt,
    permissions: { metadata: "read", ...app.permissions },
    events: app.events,
  };
}

export function renderInstallation(state: State, installation: Installation) {
  const { account } = installation;
  return {
    id: installation.id,
    account: renderUser(state, account),
    repository_selection: installation.repositoryIds ? "selected" : "all",
    access_tokens_url: `${state.apiUrl}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${state.apiUrl}/installation/repositories`,
    html_url:
      account.type === "Organization"
        ? `${state.webUrl}/organizations/${account.login}/settings/installations/${installation.id}`
        : `${state.webUrl}/settings/installations/${installation.id}`,
    app_id: installation.app.id,
    app_slug: installation.app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { metadata: "read", ...installation.permissions },
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [] as string[],
    suspended_by: installation.suspendedBy ? renderUser(state, installation.suspendedBy) : null,
    suspended_at: installation.suspendedAt,
  };
}
