import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { authenticate } from "../auth/authenticate.ts";
import { authorize } from "../auth/authorize.ts";
import { type Controls, type Failure, type RequestSeen, takeFailure } from "../controls/controls.ts";
import { notePermissions } from "../controls/note-permissions.ts";
import type { Limits } from "../controls/rate-limit.ts";
import type { Account, State } from "../state.ts";
import { forbidden, HttpError } from "./errors.ts";
import type { compileOperations } from "./match-operation.ts";
import type { Actor, Answer, Call } from "./operation.ts";
import { linkHeader, readPage } from "./paginate.ts";

export type Api = {
  state: State;
  controls: Controls;
  limits: Limits;
  match: ReturnType<typeof compileOperations>;
  log: (line: Record<string, unknown>) => void;
};

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** What an answer says of its caller in the journal: the App's slug, the person's login, or `anonymous`. */
export function actorName(actor: Actor): string {
  if (actor.kind === "installation" || actor.kind === "app") return actor.app.slug;
  return actor.kind === "user" ? actor.account.login : "anonymous";
}

function senderOf(actor: Actor): Account {
  if (actor.kind === "user" || actor.kind === "installation") return actor.account;
  throw actor.kind === "app" ? forbidden() : new HttpError(401, "Requires authentication");
}

function parseBody(method: string, text: string): unknown {
  if (SAFE.has(method) || text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, "Problems parsing JSON");
  }
}

function injected(failure: Failure): HttpError {
  return new HttpError(failure.status, `injected failure ${failure.status}`, {
    headers: failure.headers ?? {},
  });
}

/**
 * One API call from Authorization header to Response: who calls, hooks of tests, limits, rights, the operation, page,
 * ETag. `path` is the undecoded path without `/api/v3`. Null asks for the connection to be cut.
 */
export async function serveApi(api: Api, request: Request, path: string): Promise<Response | null> {
  const { state, controls, limits } = api;
  const url = new URL(request.url);
  const { method } = request;
  const at = Date.now();
  const text = SAFE.has(method) ? "" : await request.text();
  const found = api.match(method, path);
  const write =
    !SAFE.has(method) &&
    !path.endsWith("/access_tokens") &&
    path !== "/installation/token" &&
    !isGraphqlQuery(path, text);
  let actor: Actor = { kind: "anonymous" };
  let answer: Answer;
  let seen: RequestSeen = {
    phase: "before",
    method,
    path,
    query: url.search,
    actor: "anonymous",
    body: undefined,
    write,
  };
  const headers = new Headers();
  try {
    actor = authenticate(state, request.headers.get("authorization") ?? undefined);
    seen = { ...seen, actor: actorName(actor) };
    if (controls.latency > 0) await sleep(controls.latency);
    const body = parseBody(method, text);
    seen = { ...seen, body };
    for (const listener of controls.listeners) await listener(seen);
    const failure = takeFailure(controls, method, path, "before");
    if (failure) {
      if (failure.hangUp) {
        controls.journal.push({
          at,
          method,
          path,
          query: url.search,
          actor: seen.actor,
          kind: actor.kind,
          status: 0,
          write,
        });
        return null;
      }
      for (const [name, value] of Object.entries(failure.headers ?? {})) headers.set(name, value);
      if (failure.body === undefined) throw injected(failure);
      answer = { status: failure.status, body: failure.body };
    } else {
      if (path !== "/rate_limit") limits.count(actor, write);
      if (!found) throw new HttpError(404, "Not Found");
      answer = await perform(api, request, url, actor, found, body);
    }
  } catch (error) {
    answer = toAnswer(api, error, method, path);
  }
  const lost = takeFailure(controls, method, path, "after");
  if (lost && !lost.hangUp)
    answer = { status: lost.status, body: lost.body ?? injected(lost).body(), headers: lost.headers ?? {} };
  const response = finish(api, request, path, url, actor, answer, headers);
  if (found && response.status < 400)
    notePermissions({
      userAgent: request.headers.get("user-agent"),
      actor,
      access: found.operation.access,
      org: found.operation.path.startsWith("/orgs/"),
    });
  controls.journal.push({
    at,
    method,
    path,
    query: url.search,
    actor: seen.actor,
    kind: actor.kind,
    status: lost?.hangUp ? 0 : response.status,
    write,
  });
  for (const listener of controls.listeners)
    await listener({ ...seen, phase: "after", status: response.status });
  api.log({ method, path, status: response.status, actor: seen.actor, ms: Date.now() - at });
  return lost?.hangUp ? null : response;
}

function isGraphqlQuery(path: string, text: string): boolean {
  return path === "/graphql" && !/"query"\s*:\s*"[\s\\n]*mutation\b/.test(text);
}

async function perform(
  api: Api,
  request: Request,
  url: URL,
  actor: Actor,
  found: NonNullable<ReturnType<Api["match"]>>,
  body: unknown,
): Promise<Answer> {
  const { state } = api;
  const { operation, params } = found;
  const repository = authorize(state, actor, operation.access, params);
  const query = Object.fromEntries(url.searchParams);
  const call: Call = {
    state,
    actor,
    get sender() {
      return senderOf(actor);
    },
    app: actor.kind === "installation" ? actor.app : null,
    params,
    query,
    body,
    accept: request.headers.get("accept") ?? "",
    get repository() {
      if (!repository) throw new Error(`${operation.path} has no repository`);
      return repository;
    },
    page: readPage(query),
    header: (name) => request.headers.get(name) ?? undefined,
  };
  if (repository && !SAFE.has(request.method))
    return repository.git.exclusive(async () => operation.handle(call));
  return operation.handle(call);
}

function toAnswer(api: Api, error: unknown, method: string, path: string): Answer {
  if (error instanceof HttpError) return { status: error.status, body: error.body(), headers: error.headers };
  api.log({ level: "error", method, path, error: error instanceof Error ? error.stack : String(error) });
  return {
    status: 500,
    body: { message: "Server Error", documentation_url: "https://docs.github.com/rest", status: "500" },
  };
}

/** Cuts the page, writes headers and ETag, and answers 304 where the client has it already. */
function finish(
  api: Api,
  request: Request,
  path: string,
  url: URL,
  actor: Actor,
  answer: Answer,
  headers: Headers,
): Response {
  const { state, limits } = api;
  let { body } = answer;
  if (answer.list) {
    const page = readPage(Object.fromEntries(url.searchParams));
    const { items, wrap } = answer.list;
    const cut = items.slice((page.page - 1) * page.perPage, page.page * page.perPage);
    body = wrap ? wrap(cut, items.length) : cut;
    const link = linkHeader(`${state.apiUrl}${path}${url.search}`, items.length, page);
    if (link) headers.set("Link", link);
  }
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, value);
  headers.set("X-GitHub-Request-Id", requestId());
  headers.set("X-GitHub-Media-Type", "github.v3; format=json");
  headers.set("X-GitHub-Api-Version-Selected", request.headers.get("x-github-api-version") ?? "2022-11-28");
  headers.set("Server", "github-on-the-laptop");
  headers.set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
  headers.set(
    "Access-Control-Expose-Headers",
    "ETag, Link, Location, Retry-After, X-GitHub-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset",
  );
  let content: Buffer | null = null;
  if (answer.raw) {
    content = Buffer.from(answer.raw.content);
    headers.set("Content-Type", answer.raw.type);
  } else if (body !== undefined) {
    content = Buffer.from(JSON.stringify(body));
    headers.set("Content-Type", "application/json; charset=utf-8");
  }
  let { status } = answer;
  if (content && SAFE.has(request.method) && status === 200) {
    const etag = `W/"${createHash("sha256")
      .update(content)
      .update(headers.get("link") ?? "")
      .digest("hex")}"`;
    headers.set("ETag", etag);
    headers.set("Cache-Control", "private, max-age=60, s-maxage=60");
    const given = request.headers.get("if-none-match");
    const bare = (one: string) => one.trim().replace(/^W\//, "");
    if (given && (given === "*" || given.split(",").some((one) => bare(one) === bare(etag)))) {
      status = 304;
      content = null;
      headers.delete("Content-Type");
      if (actor.kind !== "anonymous") limits.uncount(actor);
    }
  }
  for (const [name, value] of Object.entries(limits.headers(actor))) headers.set(name, value);
  if (content === null || request.method === "HEAD") return new Response(null, { status, headers });
  return new Response(new Uint8Array(content), { status, headers });
}

function requestId(): string {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex").toUpperCase();
  return `${hex(2)}:${hex(3)}:${hex(4)}:${hex(4)}:${hex(4)}`;
}
