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

/** https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address */
const noReply = (id: number, login: string, webUrl: string) =>
  `${id}+${login}@users.noreply.${new URL(webUrl).hostname}`;
