import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { appAsks } from "../../marketplace-demo/world/app-asks.ts";
import type { GitHub } from "../../marketplace-demo/world/github/github.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import type { Issue } from "../../marketplace-demo/world/github/state.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";
import { freePort } from "./free-port.ts";
import { type Answered, spansOf } from "./spans-of.ts";

const ROOT = join(import.meta.dirname, "../..");
const SECRET = "a secret of this test";
export const REPOSITORY = "acme/shop";
/** Requests of each service in a tenth of a second. */
const REQUESTS = 2;

/** A service of the small world: what it answers is worked out from the files that are deployed. */
export interface SmallService {
  name: string;
  route: string;
  /** What it reads of its revision. */
  files: readonly string[];
  /** How it answers its nth request. */
  answer(files: ReadonlyMap<string, string>, n: number): Answered;
}

export interface SmallWorld {
  github: GitHub;
  url: string;
  log: string;
  /** Commits on top of `main` and pushes, to `main` where no other branch is named. Null deletes a file. Answers the SHA. */
  push(
    files: Record<string, string | null>,
    message: string,
    author?: string,
    branch?: string,
  ): Promise<string>;
  git(...args: string[]): Promise<string>;
  /** What `main` holds. */
  file(path: string): Promise<string>;
  /** As a person of that login would by REST. */
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Newest first. */
  incidents(): Promise<Incident[]>;
  /** The repository's issues, or its pull requests, the oldest first. */
  issues(): Issue[];
  pulls(): Issue[];
  /** Of the oldest to the newest: which revision went out, and what for. */
  rollouts: { sha: string; by: "push" | "deployment" | "workflow" }[];
  /** How CI's nth run of a head ends; a person's word on `main`'s own is not asked. */
  checks: (run: { head: string; nth: number }) => "success" | "failure";
  /** How the deployer's rollout of a revision ends; one that fails leaves running what runs. */
  rolls: (sha: string) => "success" | "failure";
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A company with a few services in one repository, and the real SRE-Space beside it: the local GitHub over HTTP, CI that
 * runs on every pull request and again where it is asked to, a deployer that listens to pushes, to deployment events and to
 * dispatched workflows, and telemetry of what is deployed. Nothing here knows what is broken: the services' own files do.
 */
export async function startSmallWorld(
  files: Record<string, string>,
  services: readonly SmallService[],
  environment: Record<string, string> = {},
): Promise<SmallWorld> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-small-"));
  const work = join(directory, "work");
  // Never the synchronous kind: the GitHub that git talks to lives in this very process.
  let date: string | null = null;
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", args, {
      cwd: work,
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_SYSTEM: "/dev/null",
        GIT_TERMINAL_PROMPT: "0",
        ...(date === null ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }),
      },
    });
    return stdout;
  };
  const commit = async (changes: Record<string, string | null>, message: string, author: string) => {
    for (const [path, content] of Object.entries(changes)) {
      const full = join(work, path);
      mkdirSync(dirname(full), { recursive: true });
      if (content === null) rmSync(full);
      else writeFileSync(full, content);
    }
    await git("add", "-A");
    const as = ["-c", `user.name=${author}`, "-c", `user.email=${author}@acme.test`];
    await git(...as, "commit", "-qm", message);
    return (await git("rev-parse", "HEAD")).trim();
  };
  mkdirSync(work);
  await git("init", "-q", "-b", "main");
  // What has stood there for weeks is no news.
  date = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000).toISOString();
  const first = await commit(files, "feat: the shop", "founder");
  date = null;

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const github = await startGitHub({ dir: join(directory, "github") });
  const ada = github.createUser({ login: "ada" });
  github.createOrganization({ login: "acme", members: { ada: "admin" } });
  github.createTeam({ organization: "acme", slug: "search", members: ["ada"] });
  const { cloneUrl } = await github.createRepository({
    owner: "acme",
    name: "shop",
    private: true,
    from: work,
  });
  github.addCollaborator(REPOSITORY, "ada", "admin");
  await git("remote", "add", "origin", cloneUrl.replace("://", `://x-access-token:${ada.token}@`));
  const app = github.registerApp({
    slug: "sre-space",
    webhookUrl: `${url}/api/github/webhooks`,
    webhookSecret: SECRET,
    ...appAsks(),
  });
  github.installApp({ app: "sre-space", account: "acme", repositories: [REPOSITORY] });
  const ci = github.registerApp({
    slug: "acme-ci",
    permissions: { checks: "write", metadata: "read" },
    events: [],
  });
  const { installationId } = github.installApp({ app: ci.slug, account: "acme", repositories: [REPOSITORY] });
  const request = async (method: string, path: string, body: unknown, token: string) => {
    const answer = await fetch(`${github.apiUrl}/repos/${REPOSITORY}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
  };
  const call = (method: string, path: string, body?: unknown) => request(method, path, body, ada.token);

  const watched = [...new Set(services.flatMap((service) => service.files))];
  let running: { sha: string; files: ReadonlyMap<string, string> } = { sha: first, files: new Map() };
  const rollouts: SmallWorld["rollouts"] = [];
  async function roll(sha: string, id: unknown, by: SmallWorld["rollouts"][number]["by"]): Promise<void> {
    await call("POST", `/deployments/${id}/statuses`, { state: "in_progress" });
    if (turned.rolls(sha) === "failure") {
      await call("POST", `/deployments/${id}/statuses`, { state: "failure" });
      return;
    }
    await git("fetch", "-q", "origin");
    const read = await Promise.all(
      watched.map(async (path) => [path, await git("show", `${sha}:${path}`).catch(() => null)] as const),
    );
    running = { sha, files: new Map(read.flatMap(([path, text]) => (text === null ? [] : [[path, text]]))) };
    rollouts.push({ sha, by });
    await call("POST", `/deployments/${id}/statuses`, { state: "success" });
  }
  async function deploy(sha: string, by: SmallWorld["rollouts"][number]["by"]): Promise<void> {
    const { id } = await call("POST", "/deployments", {
      ref: sha,
      environment: "production",
      auto_merge: false,
      required_contexts: [],
    });
    await roll(sha, id, by);
  }
  const turned: Pick<SmallWorld, "checks" | "rolls"> = { checks: () => "success", rolls: () => "success" };
  await deploy(first, "push");

  const runs = new Map<string, number>();
  async function check(head: string): Promise<void> {
    const nth = (runs.get(head) ?? 0) + 1;
    runs.set(head, nth);
    const token = github.createInstallationToken(installationId);
    const conclusion = turned.checks({ head, nth });
    const run = { name: "ci", head_sha: head, status: "completed", conclusion };
    await request("POST", "/check-runs", run, token);
  }
  const failures: unknown[] = [];
  // One deployment after the other, as the deployer's queue has them.
  let busy: Promise<void> = Promise.resolve();
  const queue = (work: () => Promise<void>) => {
    busy = busy.then(work).catch((error) => void failures.push(error));
  };
  github.onEvent((event) => {
    const payload = event.payload as {
      ref?: string;
      after?: string;
      pull_request?: { head: { sha: string } };
      deployment?: { id: number; sha: string; creator: { login: string } };
      check_run?: { head_sha: string };
      inputs?: { revision?: string };
    };
    const { after, deployment } = payload;
    if (event.name === "push" && payload.ref === "refs/heads/main" && after && !/^0+$/.test(after))
      queue(() => deploy(after, "push"));
    if (event.name === "deployment" && deployment && deployment.creator.login !== "ada")
      queue(() => roll(deployment.sha, deployment.id, "deployment"));
    if (event.name === "workflow_dispatch" && payload.inputs?.revision !== undefined) {
      const { revision } = payload.inputs;
      queue(() => deploy(revision, "workflow"));
    }
    const asked = event.name === "pull_request" && ["opened", "synchronize"].includes(event.action ?? "");
    const head = asked
      ? payload.pull_request?.head.sha
      : event.name === "check_run" && event.action === "rerequested"
        ? payload.check_run?.head_sha
        : undefined;
    if (head !== undefined) check(head).catch((error) => failures.push(error));
  });

  const token = mintIngestToken(SECRET, [REPOSITORY]);
  const sent = new Map<string, number>();
  const traffic = setInterval(() => {
    const { sha, files: deployed } = running;
    const resourceSpans = services.flatMap((service) =>
      Array.from({ length: REQUESTS }, () => {
        const n = (sent.get(service.name) ?? 0) + 1;
        sent.set(service.name, n);
        const answered = service.answer(deployed, n);
        return spansOf({ service: service.name, route: service.route, revision: sha, answered });
      }),
    );
    fetch(`${url}/v1/traces`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ resourceSpans }),
    }).catch(() => {
      // The service is down at the moment: its telemetry is lost, as it would be.
    });
  }, 100);

  let child: ChildProcess | null = null;
  const log = join(directory, "service.log");
  const output = createWriteStream(log, { flags: "a" });

  async function start(): Promise<void> {
    const started = spawn(
      process.execPath,
      ["--max-semi-space-size=16", join(ROOT, "bin/sre-space.js"), "serve"],
      {
        cwd: directory,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: process.env.PATH,
          APP_ID: String(app.appId),
          PRIVATE_KEY: app.privateKey,
          WEBHOOK_SECRET: SECRET,
          GHE_HOST: new URL(github.url).host,
          GHE_PROTOCOL: "http",
          PORT: String(port),
          HOST: "127.0.0.1",
          DATA_DIR: join(directory, "data"),
          SRE_INGEST_SECRET: SECRET,
          ...environment,
        },
      },
    );
    child = started;
    started.stdout?.pipe(output, { end: false });
    started.stderr?.pipe(output, { end: false });
    while (started.exitCode === null && started.signalCode === null) {
      if ((await fetch(`${url}/readyz`).catch(() => null))?.ok) return;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error(`The service ended while starting:\n${readFileSync(log, "utf8").slice(-3000)}`);
  }
  const held = () => [...(github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])];

  return Object.assign(turned, {
    github,
    url,
    log,
    call,
    rollouts,
    start,
    git: async (...args: string[]) => (await git(...args)).trim(),
    async push(changes: Record<string, string | null>, message: string, author = "eve", branch = "main") {
      await git("fetch", "-q", "origin");
      await git("reset", "-q", "--hard", "origin/main");
      const sha = await commit(changes, message, author);
      await git("push", "-q", "origin", `HEAD:refs/heads/${branch}`);
      return sha;
    },
    async file(path: string) {
      await git("fetch", "-q", "origin");
      return git("show", `origin/main:${path}`);
    },
    async incidents() {
      const answer = await fetch(`${url}/api/incidents`).catch(() => null);
      return answer?.ok ? ((await answer.json()) as Incident[]) : [];
    },
    issues: () => held().filter(({ pull }) => !pull),
    pulls: () => held().filter(({ pull }) => pull),
    async stop() {
      clearInterval(traffic);
      const gone = child;
      if (gone && gone.exitCode === null && gone.signalCode === null) {
        const exited = new Promise((exit) => gone.once("exit", exit));
        gone.kill("SIGKILL");
        await exited;
      }
      await busy;
      await github.close();
      output.end();
      rmSync(directory, { recursive: true, force: true });
      if (failures.length > 0) throw failures[0];
    },
  });
}
