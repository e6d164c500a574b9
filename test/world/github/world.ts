import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Octokit } from "octokit";
import type { GitHub } from "../../../marketplace-demo/world/github/github.ts";
import { startGitHub } from "../../../marketplace-demo/world/github/start.ts";
import type { Permissions } from "../../../marketplace-demo/world/github/state.ts";

export type Received = { headers: Record<string, string>; body: string; payload: Record<string, unknown> };

/** A GitHub with an organisation, a person, a repository with a README, and an App installed on it. */
export type TestWorld = {
  github: GitHub;
  dir: string;
  received: Received[];
  ann: { login: string; token: string };
  app: ReturnType<GitHub["registerApp"]>;
  installationId: number;
  /** The App's client for its installation, retries and throttling off. */
  bot: Octokit;
  /** The App's own client (JWT). */
  appClient: Octokit;
  clientOf(token: string): Octokit;
  close(): Promise<void>;
};

export const SHOP = { owner: "acme", repo: "shop" } as const;

export const EVENTS = [
  "push",
  "create",
  "delete",
  "issues",
  "issue_comment",
  "pull_request",
  "pull_request_review",
  "check_run",
  "check_suite",
  "status",
  "deployment",
  "deployment_status",
  "repository_dispatch",
];

export const ALL: Permissions = {
  contents: "write",
  issues: "write",
  pull_requests: "write",
  checks: "write",
  statuses: "write",
  deployments: "write",
  actions: "write",
  administration: "write",
  members: "read",
};

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

export async function openWorld(permissions: Permissions = ALL): Promise<TestWorld> {
  const dir = await mkdtemp(join(tmpdir(), "github-"));
  const received: Received[] = [];
  const sink = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers as Record<string, string>, body, payload: JSON.parse(body) });
      response.end("ok");
    });
  });
  const webhookUrl = await listen(sink);
  const errors: unknown[] = [];
  const github = await startGitHub({ dir, log: (line) => line.level === "error" && errors.push(line) });
  github.createUser({ login: "boss" });
  github.createOrganization({ login: "acme", members: { boss: "admin" } });
  const ann = github.createUser({ login: "ann", name: "Ann", email: "ann@acme.test" });
  await github.createRepository({ owner: "acme", name: "shop", autoInit: true });
  github.addCollaborator("acme/shop", "ann", "write");
  const app = github.registerApp({
    slug: "sre-space",
    owner: "acme",
    webhookUrl,
    webhookSecret: "a secret",
    permissions,
    events: EVENTS,
  });
  const { installationId } = github.installApp({
    app: "sre-space",
    account: "acme",
    repositories: ["acme/shop"],
  });
  const Client = Octokit.defaults({
    baseUrl: github.apiUrl,
    retry: { enabled: false },
    throttle: { enabled: false },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const clients = new App({ appId: app.appId, privateKey: app.privateKey, Octokit: Client });
  return {
    github,
    dir,
    received,
    ann,
    app,
    installationId,
    bot: (await clients.getInstallationOctokit(installationId)) as unknown as Octokit,
    appClient: clients.octokit as unknown as Octokit,
    clientOf: (token) => new Client({ auth: token }) as unknown as Octokit,
    async close() {
      await github.close();
      await new Promise<void>((resolve) => {
        sink.close(() => resolve());
        sink.closeAllConnections();
      });
      await rm(dir, { recursive: true, force: true });
      if (errors.length) throw new Error(`the server failed inside: ${JSON.stringify(errors[0])}`);
    },
  };
}

/** Puts files on a branch (made from `from` when it is not there) in one commit, and answers the commit. */
export async function commitFiles(
  client: Octokit,
  branch: string,
  files: Record<string, string | null>,
  options: { from?: string; message?: string } = {},
): Promise<string> {
  const { data: base } = await client.rest.git.getRef({ ...SHOP, ref: `heads/${options.from ?? branch}` });
  const { data: commit } = await client.rest.git.getCommit({ ...SHOP, commit_sha: base.object.sha });
  const { data: tree } = await client.rest.git.createTree({
    ...SHOP,
    base_tree: commit.tree.sha,
    tree: Object.entries(files).map(([path, content]) =>
      content === null
        ? { path, mode: "100644" as const, type: "blob" as const, sha: null }
        : { path, mode: "100644" as const, type: "blob" as const, content },
    ),
  });
  const { data: made } = await client.rest.git.createCommit({
    ...SHOP,
    message: options.message ?? `change ${Object.keys(files).join(", ")}`,
    tree: tree.sha,
    parents: [base.object.sha],
  });
  if (options.from !== undefined && options.from !== branch)
    await client.rest.git.createRef({ ...SHOP, ref: `refs/heads/${branch}`, sha: made.sha });
  else await client.rest.git.updateRef({ ...SHOP, ref: `heads/${branch}`, sha: made.sha });
  return made.sha;
}

/** The HTTP status that a call is refused with, or 0 when it was not. */
export async function refusal(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (error) {
    return (error as { status: number }).status;
  }
}
