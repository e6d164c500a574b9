import type { Client } from "./create-client.ts";

/** Who we are on GitHub: as author of commits, and to tell our own words from other people's. */
export interface Identity {
  kind: "app" | "token";
  /** `slug[bot]` for an App. */
  login: string;
  /** GitHub shows a commit as that account's by this address. */
  email: string;
  /** Of the App; check runs are ours by it. */
  appId: number | null;
}

/** Of an App: `app` is the client that speaks as the App itself, `reader` any that may read users. */
export async function appIdentity(app: Client, reader: Client, webUrl: string): Promise<Identity> {
  const { data } = await app.rest.apps.getAuthenticated();
  if (!data?.slug) throw new Error("GitHub did not say the App's slug (GET /app); check APP_ID");
  const login = `${data.slug}[bot]`;
  const bot = await reader.rest.users.getByUsername({ username: login });
  return { kind: "app", login, email: noReply(bot.data.id, login, webUrl), appId: data.id };
}

export async function tokenIdentity(client: Client, webUrl: string): Promise<Identity> {
  const { data } = await client.rest.users.getAuthenticated();
  return { kind: "token", login: data.login, email: noReply(data.id, data.login, webUrl), appId: null };
}

/**
 * Of a token of which it is not known whose it is: a workflow's job has GitHub's own App's, another App's, or a
 * person's. An installation's may not ask who it is by REST.
 */
export async function jobIdentity(client: Client, webUrl: string): Promise<Identity> {
  const { viewer } = await client.graphql<{ viewer: { login: string } }>("query { viewer { login } }");
  const slug = /^(.+)\[bot\]$/.exec(viewer.login)?.[1];
  if (slug === undefined) return await tokenIdentity(client, webUrl);
  const [bot, app] = await Promise.all([
    client.rest.users.getByUsername({ username: viewer.login }),
    client.rest.apps.getBySlug({ app_slug: slug }),
  ]);
  return {
    kind: "app",
    login: viewer.login,
    email: noReply(bot.data.id, viewer.login, webUrl),
    appId: app.data?.id ?? null,
  };
}

/** https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address */
const noReply = (id: number, login: string, webUrl: string) =>
  `${id}+${login}@users.noreply.${new URL(webUrl).hostname}`;
