import type { Account, State } from "./state.ts";
import { isoTime } from "./time.ts";

/** The account under whose name github.com commits merges and edits made in the browser. */
export const WEB_FLOW = { login: "web-flow", name: "GitHub", email: "noreply@github.com" } as const;

/** An empty GitHub over the directory that will hold its repositories. */
export function createState(dir: string): State {
  const state: State = {
    dir,
    webUrl: "http://127.0.0.1",
    apiUrl: "http://127.0.0.1/api/v3",
    lastId: 1000,
    accounts: new Map(),
    tokens: new Map(),
    apps: new Map(),
    manifests: new Map(),
    installations: new Map(),
    repositories: new Map(),
    hooks: new Map(),
    now: () => Date.now(),
    emit: () => {},
  };
  const webFlow: Account = {
    id: ++state.lastId,
    login: WEB_FLOW.login,
    type: "User",
    name: WEB_FLOW.name,
    email: WEB_FLOW.email,
    description: null,
    createdAt: isoTime(state),
    members: new Map(),
    teams: new Map(),
  };
  state.accounts.set(webFlow.login, webFlow);
  return state;
}
