import { randomBytes } from "node:crypto";
import type { Account, State } from "../state.ts";
import { isoTime } from "../time.ts";

/** Registers an account of any type; a login is taken once, whatever its case. */
export function addAccount(
  state: State,
  given: { login: string; type: Account["type"]; name?: string; email?: string },
): Account {
  const key = given.login.toLowerCase();
  if (state.accounts.has(key)) throw new Error(`the login ${given.login} is taken: choose another`);
  const account: Account = {
    id: ++state.lastId,
    login: given.login,
    type: given.type,
    name: given.name ?? null,
    email: given.email ?? null,
    description: null,
    createdAt: isoTime(state),
    members: new Map(),
    teams: new Map(),
  };
  state.accounts.set(key, account);
  return account;
}

/** A personal access token that may do all that its person may. */
export function addPersonalToken(state: State, account: Account): string {
  const value = `ghp_${randomBytes(27).toString("base64url").replace(/[-_]/g, "0")}`;
  state.tokens.set(value, { kind: "user", value, account });
  return value;
}

export function findAccount(state: State, login: string): Account {
  const account = state.accounts.get(login.toLowerCase());
  if (!account) throw new Error(`nobody here is called ${login}: create the account first`);
  return account;
}
