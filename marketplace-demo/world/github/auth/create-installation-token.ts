import { randomBytes } from "node:crypto";
import type { Installation, Permissions, State, Token } from "../state.ts";

export const INSTALLATION_TOKEN_LIFETIME_MS = 60 * 60 * 1000;

/** A new `ghs_…` token of an installation, good for one hour, optionally narrowed. */
export function createInstallationToken(
  state: State,
  installation: Installation,
  narrowed: { permissions?: Permissions; repositoryIds?: Set<number> } = {},
): Extract<Token, { kind: "installation" }> {
  const token = {
    kind: "installation" as const,
    value: `ghs_${randomBytes(27).toString("base64url").replace(/[-_]/g, "0")}`,
    installation,
    permissions: narrowed.permissions ?? installation.permissions,
    repositoryIds: narrowed.repositoryIds ?? null,
    expiresAt: state.now() + INSTALLATION_TOKEN_LIFETIME_MS,
  };
  state.tokens.set(token.value, token);
  return token;
}
