import { createAppAuth } from "@octokit/auth-app";
import type { Settings } from "../contracts/settings.ts";
import { createClient } from "./create-client.ts";

/** What GitHub says of us. */
export interface Access {
  login: string;
  /** Null with a personal token. */
  app: {
    events: string[];
    permissions: Record<string, string>;
    installations: { owner: string; suspended: boolean; permissions: Record<string, string> }[];
  } | null;
}

/** @throws GitHubError where the credentials are not taken */
export async function lookAtAccess(settings: Settings): Promise<Access> {
  const { credentials } = settings;
  if (credentials?.kind === "app") {
    const { appId, privateKey } = credentials;
    const client = createClient(settings, {
      throttleId: `app-${appId}`,
      authStrategy: createAppAuth,
      auth: { appId, privateKey },
    });
    const { data } = await client.rest.apps.getAuthenticated();
    const installations = await client.paginate(client.rest.apps.listInstallations, { per_page: 100 });
    return {
      login: `${data?.slug ?? "unknown"}[bot]`,
      app: {
        events: data?.events ?? [],
        permissions: named(data?.permissions),
        installations: installations.map(({ account, suspended_at, permissions }) => ({
          owner: account && "login" in account ? account.login : "unknown",
          suspended: suspended_at !== null,
          permissions: named(permissions),
        })),
      },
    };
  }
  const client = createClient(settings, { throttleId: "token", auth: credentials?.token });
  const { data } = await client.rest.users.getAuthenticated();
  return { login: data.login, app: null };
}

function named(permissions: object | undefined): Record<string, string> {
  return (permissions ?? {}) as Record<string, string>;
}
