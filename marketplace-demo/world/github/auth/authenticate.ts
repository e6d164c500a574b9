import { badCredentials, HttpError } from "../http/errors.ts";
import type { Actor } from "../http/operation.ts";
import type { App, State } from "../state.ts";
import { verifyAppJwt } from "./verify-app-jwt.ts";

/** The token of an Authorization header, whichever of the schemes that GitHub takes carries it. */
function tokenOf(header: string): string | null {
  const [scheme, value] = header.trim().split(/\s+/, 2);
  if (!scheme || !value) return null;
  if (/^(token|bearer)$/i.test(scheme)) return value;
  if (/^basic$/i.test(scheme)) {
    const [user, ...password] = Buffer.from(value, "base64").toString().split(":");
    // git sends the token as password; some people put it in the place of the user.
    return password.join(":") || user || null;
  }
  return null;
}

/** An App may speak for itself as an OAuth client: https://docs.github.com/rest/apps/oauth-applications */
function appByItsSecret(state: State, header: string): App | undefined {
  const [scheme, value] = header.trim().split(/\s+/, 2);
  if (!value || scheme?.toLowerCase() !== "basic") return undefined;
  const [id, secret] = Buffer.from(value, "base64").toString().split(":");
  return [...state.apps.values()].find((one) => one.clientId === id && one.clientSecret === secret);
}

/** Who an Authorization header speaks for; no header is an anonymous caller, a wrong one 401. */
export function authenticate(state: State, header: string | undefined): Actor {
  if (!header) return { kind: "anonymous" };
  const app = appByItsSecret(state, header);
  if (app) return { kind: "app", app };
  const value = tokenOf(header);
  if (!value || value === "x-oauth-basic") throw badCredentials();
  if (value.startsWith("ey") && value.split(".").length === 3)
    return { kind: "app", app: verifyAppJwt(state, value) };
  const token = state.tokens.get(value);
  if (!token) throw badCredentials();
  if (token.kind === "user")
    return { kind: "user", account: token.account, ...(token.app ? { app: token.app } : {}) };
  if (token.expiresAt <= state.now()) throw badCredentials();
  const { installation } = token;
  if (!state.installations.has(installation.id)) throw badCredentials();
  if (installation.suspendedAt) throw new HttpError(403, "This installation has been suspended");
  return {
    kind: "installation",
    app: installation.app,
    account: installation.app.bot,
    installation,
    token,
  };
}
