import { spawn } from "node:child_process";
import { basename, dirname } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { authenticate } from "../auth/authenticate.ts";
import { canSee, holds } from "../auth/authorize.ts";
import { covers } from "../auth/covers.ts";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { refMoved } from "../events/ref-moved.ts";
import { HttpError } from "../http/errors.ts";
import type { Actor } from "../http/operation.ts";
import { pushRefusal } from "../rules/check-push.ts";
import type { Account, Repository, State } from "../state.ts";
import { ZERO } from "./git.ts";
import { GIT_ENV } from "./run-git.ts";

const PATH = /^\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Whether a path belongs to git's smart HTTP protocol. */
export const isGitPath = (path: string) => PATH.test(path);

function mayRead(actor: Actor, repository: Repository): boolean {
  if (!canSee(actor, repository)) return false;
  if (actor.kind !== "installation" || !repository.private) return true;
  return holds(actor.token.permissions, "contents", "read");
}

function mayPush(actor: Actor, repository: Repository): boolean {
  if (actor.kind === "installation")
    return (
      covers(actor.installation, repository, actor.token.repositoryIds) &&
      holds(actor.token.permissions, "contents", "write")
    );
  return actor.kind === "user" && atLeast(roleIn(repository, actor.account), "write");
}

const challenge = (message: string) =>
  new Response(message, { status: 401, headers: { "WWW-Authenticate": 'Basic realm="GitHub"' } });

/** Clone, fetch and push over HTTP: `git http-backend` behind GitHub's own authentication and rules. */
export async function serveGit(state: State, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const [, owner, name, service] = PATH.exec(url.pathname)!;
  let actor: Actor;
  try {
    actor = authenticate(state, request.headers.get("authorization") ?? undefined);
  } catch (error) {
    if (error instanceof HttpError && error.status === 401) return challenge("Invalid username or token.");
    return new Response(error instanceof Error ? error.message : "refused", { status: 403 });
  }
  const repository = state.repositories.get(`${owner}/${name}`.toLowerCase());
  const pushing = service === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack";
  if (!repository || !mayRead(actor, repository))
    return actor.kind === "anonymous"
      ? challenge("Repository not found.")
      : new Response("Repository not found.", { status: 404 });
  if (pushing && !mayPush(actor, repository))
    return actor.kind === "anonymous"
      ? challenge("Authentication is needed to push.")
      : new Response(`Permission to ${owner}/${name}.git denied.`, { status: 403 });
  if (service !== "git-receive-pack") return backend(repository, request, url, service!, {});
  if (actor.kind !== "user" && actor.kind !== "installation")
    return challenge("Authentication is needed to push.");
  const { account } = actor;
  return repository.git.exclusive(() => receive(state, repository, actor, account, request, url));
}

/** A push: rules first (the repository's update hook reads them), then git, then what follows from moved refs. */
async function receive(
  state: State,
  repository: Repository,
  actor: Actor,
  sender: Account,
  request: Request,
  url: URL,
): Promise<Response> {
  const sent = Buffer.from(await request.arrayBuffer());
  const body = /gzip/.test(request.headers.get("content-encoding") ?? "") ? gunzipSync(sent) : sent;
  const refused: string[] = [];
  for (const command of pushCommands(body)) {
    const refusal = pushRefusal({ actor, sender, repository }, { ...command, fastForward: true });
    if (refusal !== null) refused.push(`${command.ref} ${refusal}`);
  }
  const keepHistory = [...repository.protection]
    .filter(([, rules]) => !rules.allowForcePushes)
    .map(([branch]) => `refs/heads/${branch}`);
  const workflows = actor.kind !== "installation" || holds(actor.token.permissions, "workflows", "write");
  const before = await snapshot(repository);
  const response = await backend(repository, request, url, "git-receive-pack", {
    body,
    env: {
      PUSH_REFUSED: refused.join("\n"),
      PUSH_KEEP_HISTORY: keepHistory.join("\n"),
      PUSH_NO_WORKFLOWS: workflows ? "" : "yes",
      REMOTE_USER: sender.login,
    },
  });
  const answer = await response.arrayBuffer();
  const after = await snapshot(repository);
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const move = { ref, before: before.get(ref) ?? ZERO, after: after.get(ref) ?? ZERO };
    if (move.before !== move.after) await refMoved(state, repository, move, sender);
  }
  return new Response(answer, { status: response.status, headers: response.headers });
}

async function snapshot(repository: Repository): Promise<Map<string, string>> {
  return new Map((await repository.git.refs("refs/")).map((ref) => [ref.name, ref.sha]));
}

/** The ref updates at the head of a push, in pkt-lines up to a flush (gitprotocol-pack(5)). */
function pushCommands(body: Buffer): { ref: string; before: string; after: string }[] {
  const commands: { ref: string; before: string; after: string }[] = [];
  let at = 0;
  while (at + 4 <= body.length) {
    const length = Number.parseInt(body.subarray(at, at + 4).toString(), 16);
    if (!(length >= 4)) break;
    const line = body.subarray(at + 4, at + length).toString();
    const match = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)/.exec(line);
    if (match) commands.push({ before: match[1]!, after: match[2]!, ref: match[3]! });
    at += length;
  }
  return commands;
}

/** Runs `git http-backend` (a CGI program) for one request. */
function backend(
  repository: Repository,
  request: Request,
  url: URL,
  service: string,
  options: { body?: Buffer; env?: Record<string, string> },
): Promise<Response> {
  const encoding = options.body ? null : request.headers.get("content-encoding");
  const protocol = request.headers.get("git-protocol");
  const child = spawn("git", ["http-backend"], {
    env: {
      ...GIT_ENV,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROJECT_ROOT: dirname(repository.git.dir),
      PATH_INFO: `/${basename(repository.git.dir)}/${service}`,
      REQUEST_METHOD: request.method,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers.get("content-type") ?? "",
      ...(encoding ? { HTTP_CONTENT_ENCODING: encoding } : {}),
      ...(protocol ? { GIT_PROTOCOL: protocol } : {}),
      ...(options.body ? { CONTENT_LENGTH: String(options.body.length) } : {}),
      ...options.env,
    },
  });
  child.stdin.on("error", () => {});
  child.stderr.resume();
  if (options.body) child.stdin.end(options.body);
  else if (request.body)
    Readable.fromWeb(request.body as never)
      .on("error", () => child.kill())
      .pipe(child.stdin);
  else child.stdin.end();
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    child.on("error", reject);
    child.on("close", () => resolve(new Response("git http-backend answered nothing", { status: 500 })));
    child.stdout.on("data", function read(chunk: Buffer) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      child.stdout.off("data", read);
      child.stdout.pause();
      const headers = new Headers();
      let status = 200;
      for (const line of head.subarray(0, end).toString().split("\r\n")) {
        const colon = line.indexOf(":");
        const name = line.slice(0, colon);
        const value = line.slice(colon + 1).trim();
        if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
        else headers.set(name, value);
      }
      child.stdout.unshift(head.subarray(end + 4));
      resolve(new Response(Readable.toWeb(child.stdout) as unknown as ReadableStream, { status, headers }));
    });
  });
}
