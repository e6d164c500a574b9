import type { Account, App, Installation, Level, Repository, Role, State, Token } from "../state.ts";

/** Who calls, as the Authorization header proves it. */
export type Actor =
  | { kind: "anonymous" }
  | { kind: "user"; account: Account; app?: App }
  | { kind: "app"; app: App }
  | {
      kind: "installation";
      app: App;
      account: Account;
      installation: Installation;
      token: Extract<Token, { kind: "installation" }>;
    };

/** One alternative of what an installation must hold, and the least role of a person in the repository. */
export type Access =
  | { who: "anyone" }
  | { who: "app" }
  | { who: "installation" }
  | { who: "user" }
  | { who: "signed-in" }
  | { who: "repository"; any: { permission: string; level: Level }[]; role: Role };

export type Call = {
  state: State;
  actor: Actor;
  /** The account that the call acts as; throws 401 for anonymous callers and 403 for a bare App. */
  sender: Account;
  /** The App that performs it, for a call with an installation token. */
  app: App | null;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  accept: string;
  /** The repository of the path, once the caller was found to be allowed to see it. */
  repository: Repository;
  page: { page: number; perPage: number };
  header(name: string): string | undefined;
};

export type Answer = {
  status: number;
  /** JSON unless `raw` is there; absent means an empty body. */
  body?: unknown;
  raw?: { type: string; content: Buffer | string };
  headers?: Record<string, string>;
  /** All items of a list; the router cuts the page and writes the Link header. */
  list?: { items: readonly unknown[]; wrap?: (page: unknown[], total: number) => unknown };
};

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type Operation = {
  method: Method;
  /** GitHub's own template, `/repos/{owner}/{repo}/issues/{issue_number}`, the key into its OpenAPI description. */
  path: string;
  access: Access;
  handle: (call: Call) => Promise<Answer> | Answer;
};

/** `needs("issues:write|pull_requests:write", "read")`: alternatives for Apps, the least role for people. */
export function needs(alternatives: string, role?: Role): Access {
  const any = alternatives.split("|").map((text) => {
    const [permission, level] = text.split(":") as [string, Level];
    return { permission, level };
  });
  const strongest = any.some((one) => one.level === "read") ? "read" : "write";
  return { who: "repository", any, role: role ?? strongest };
}

export function operation(
  method: Method,
  path: string,
  access: Access,
  handle: (call: Call) => Promise<Answer> | Answer,
): Operation {
  return { method, path, access, handle };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  body,
  headers,
});
export const empty = (status = 204): Answer => ({ status });
export const list = (items: readonly unknown[]): Answer => ({ status: 200, list: { items } });
