import { createHash, randomBytes } from "node:crypto";
import { Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import type { Account, App, State } from "../state.ts";
import { frame } from "./frame.ts";

const CODE_LIFETIME_MS = 10 * 60 * 1_000;

interface Code {
  app: App;
  account: Account;
  redirect: string;
  challenge: string | undefined;
  expiresAt: number;
}

const Exchange = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  code: z.string(),
  code_verifier: z.string().optional(),
  redirect_uri: z.string().optional(),
});

/**
 * Signing in with an App, the web flow: who it is is chosen from the people that there are, as nobody has a password here.
 * https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
export function oauthPages(state: State): Hono {
  const pages = new Hono();
  const codes = new Map<string, Code>();

  pages.get("/login/oauth/authorize", async (context) => {
    const {
      client_id,
      state: nonce,
      login,
      redirect_uri,
      code_challenge,
      code_challenge_method,
    } = context.req.query();
    const app = [...state.apps.values()].find(({ clientId }) => clientId === client_id);
    if (!app) return context.text("Not Found", 404);
    const redirect = redirect_uri ?? app.callbackUrls[0];
    // Without its query it has to be one of those that the App names.
    if (redirect === undefined || !app.callbackUrls.includes(redirect))
      return context.text("The redirect_uri is not associated with this application.", 400);
    if (code_challenge !== undefined && code_challenge_method !== "S256")
      return context.text("Only S256 is taken as code_challenge_method.", 400);
    const account = login === undefined ? undefined : state.accounts.get(login.toLowerCase());
    if (account?.type !== "User") {
      const people = [...state.accounts.values()].filter(({ type }) => type === "User");
      const as = (name: string) => `?${new URLSearchParams({ ...context.req.query(), login: name })}`;
      return context.html(
        await frame({
          title: `Authorize ${app.name}`,
          body: html`<h1>Authorize ${app.name}</h1><p>Who are you?</p><ul>${people.map((one) => html`<li><a href="${as(one.login)}">${one.login}</a></li>`)}</ul>`,
        }),
      );
    }
    const code = randomBytes(10).toString("hex");
    codes.set(code, {
      app,
      account,
      redirect,
      challenge: code_challenge,
      expiresAt: state.now() + CODE_LIFETIME_MS,
    });
    const to = new URL(redirect);
    to.searchParams.set("code", code);
    if (nonce !== undefined) to.searchParams.set("state", nonce);
    return context.redirect(to.href);
  });

  pages.post("/login/oauth/access_token", async (context) => {
    const given = /json/.test(context.req.header("content-type") ?? "")
      ? await context.req.json()
      : await context.req.parseBody();
    // GitHub refuses with 200.
    const refuse = (error: string, error_description: string) => context.json({ error, error_description });
    const asked = Exchange.safeParse(given);
    if (!asked.success) return refuse("bad_verification_code", "The code passed is incorrect or expired.");
    const { client_id, client_secret, code, code_verifier, redirect_uri } = asked.data;
    const found = codes.get(code);
    const app = [...state.apps.values()].find(({ clientId }) => clientId === client_id);
    if (app?.clientSecret !== client_secret)
      return refuse(
        "incorrect_client_credentials",
        "The client_id and/or client_secret passed are incorrect.",
      );
    codes.delete(code);
    const isProved =
      found?.challenge === undefined ||
      createHash("sha256")
        .update(code_verifier ?? "")
        .digest("base64url") === found.challenge;
    if (!found || found.app !== app || found.expiresAt < state.now() || !isProved)
      return refuse("bad_verification_code", "The code passed is incorrect or expired.");
    if (redirect_uri !== undefined && redirect_uri !== found.redirect)
      return refuse("redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL.");
    const value = `ghu_${randomBytes(27).toString("base64url").replace(/[-_]/g, "0")}`;
    state.tokens.set(value, { kind: "user", value, account: found.account, app });
    return context.json({ access_token: value, token_type: "bearer", scope: "" });
  });
  return pages;
}
