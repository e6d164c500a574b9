import { hkdfSync } from "node:crypto";
import { z } from "zod";
import type { Person, SignIn } from "../contracts/ports/sign-in.ts";
import type { Settings, SignInSettings } from "../contracts/settings.ts";
import { createClient } from "./create-client.ts";

/** Whoever sees more than that sees the first of them. */
const MOST_REPOSITORIES = 300;
const TIMEOUT_MS = 10_000;

/** GitHub refuses with 200, too: https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors */
const Answer = z.union([
  z.object({ access_token: z.string().min(1) }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
]);

/** Who somebody is, and what they can see of the App's installations. Their token is given back before this ends. */
export function signIn(
  settings: Pick<Settings, "githubApiUrl" | "githubWebUrl" | "githubThrottle">,
  { clientId, clientSecret, url }: SignInSettings,
): SignIn {
  const redirect: Record<string, string> =
    url === undefined ? {} : { redirect_uri: `${url}/monitor/callback` };

  async function tokenFor(code: string, verifier: string): Promise<string | null> {
    const answer = await fetch(`${settings.githubWebUrl}/login/oauth/access_token`, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json", "user-agent": "sre-space" },
      body: JSON.stringify({
        client_id: clientId,
        client_secret: clientSecret,
        code,
        code_verifier: verifier,
        ...redirect,
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error",
    });
    if (!answer.ok) throw new Error(`GitHub answered ${answer.status} where a code was to be exchanged.`);
    const told = Answer.parse(await answer.json());
    if ("access_token" in told) return told.access_token;
    // An operator's mistake, and no person's: nobody can sign in before it is mended.
    if (told.error === "incorrect_client_credentials" || told.error === "redirect_uri_mismatch")
      throw new Error(
        `GitHub refuses the sign-in of the monitor (${told.error}): look at GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET and MONITOR_URL, and at the App's callback URLs.`,
      );
    return null;
  }

  async function personOf(token: string): Promise<Person> {
    const client = createClient(settings, { throttleId: "sign-in", auth: token });
    const { data: user } = await client.rest.users.getAuthenticated();
    const repositories: string[] = [];
    const installations = client.paginate.iterator(client.rest.apps.listInstallationsForAuthenticatedUser, {
      per_page: 100,
    });
    for await (const { data } of installations)
      for (const { id } of data) {
        const pages = client.paginate.iterator(client.rest.apps.listInstallationReposForAuthenticatedUser, {
          installation_id: id,
          per_page: 100,
        });
        for await (const { data: page } of pages) {
          repositories.push(...page.map(({ full_name }) => full_name));
          if (repositories.length >= MOST_REPOSITORIES)
            return { login: user.login, repositories: repositories.slice(0, MOST_REPOSITORIES) };
        }
      }
    return { login: user.login, repositories };
  }

  /** https://docs.github.com/rest/apps/oauth-applications#delete-an-app-token */
  async function giveBack(token: string): Promise<void> {
    const client = createClient(settings, { throttleId: "sign-in", auth: undefined });
    await client.rest.apps.deleteToken({
      client_id: clientId,
      access_token: token,
      headers: { authorization: `basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    });
  }

  return {
    key: Buffer.from(hkdfSync("sha256", clientSecret, "", "sre-space monitor session", 32)).toString("hex"),
    authorizeUrl(state, challenge) {
      const to = new URL(`${settings.githubWebUrl}/login/oauth/authorize`);
      to.search = new URLSearchParams({
        client_id: clientId,
        state,
        code_challenge: challenge,
        code_challenge_method: "S256",
        ...redirect,
      }).toString();
      return to.href;
    },
    async identify(code, verifier) {
      const token = await tokenFor(code, verifier);
      if (token === null) return null;
      try {
        return await personOf(token);
      } finally {
        // It ends by itself where this fails; nobody has it by then.
        await giveBack(token).catch(() => {});
      }
    },
  };
}
