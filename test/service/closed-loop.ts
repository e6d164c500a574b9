import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { appAsks } from "../../marketplace-demo/world/app-asks.ts";
import type { GitHub } from "../../marketplace-demo/world/github/github.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";

const ROOT = join(import.meta.dirname, "../..");
const SECRET = "a secret of this test";
export const REPOSITORY = "acme/marketplace";

const healthy = `import { tables } from "./tables.ts";

export function price(request) {
  const table = tables[request.kind] ?? tables.standard;
  return table.base * request.factor;
}

export function currency() {
  return "GBP";
}
`;
const defective = healthy.replace(" ?? tables.standard", "");

const files: Record<string, string> = {
  "README.md": "# Marketplace\n",
  "services/quotes/price.ts": healthy,
  "services/quotes/tables.ts": "export const tables = { standard: { base: 100 } };\n",
  "services/storefront/banner.ts": 'export const banner = "Welcome";\n',
  ".sre-space.yml": `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
  storefront: {paths: [services/storefront/**], slo: {availability: 99.5%}}
guardrails:
  required_checks: [ci]
  max_merges: {per_hour: 10, per_day: 10}
verify: {window: 1m}
`,
};

export interface ClosedLoop {
  github: GitHub;
  /** Pushes the defect after an innocent commit, and may be asked again. Answers the culprit's SHA. */
  breakIt(): Promise<string>;
  start(): Promise<void>;
  /** `kill -9`, and waits until the process is gone. */
  kill(): Promise<void>;
  running(): boolean;
  incidents(): Promise<Incident[]>;
  /** Path → content of the default branch's head. */
  file(path: string): Promise<string>;
  git(...args: string[]): Promise<string>;
  /** Whether what the deployed revision holds is defective, and its SHA → the share of requests that fail. */
  fails: (revision: { defective: boolean; sha: string }) => number;
  /** Seconds over which a deployment takes over the traffic, from the moment on at which GitHub is told of its success. */
  rolloutSeconds: number;
  /** Awaited before a commit of `main` is deployed. */
  beforeDeploy: (sha: string) => Promise<void>;
  /** Awaited before CI passes on the head of a pull request. */
  beforeCheck: (sha: string) => Promise<void>;
  /** From now on GitHub merges only what is up to date with `main`, and passed CI. */
  requireUpToDate(): Promise<void>;
  /** Pushes something innocent to `main`. */
  pushWords(): Promise<void>;
  /** Pushes commits to `main`, all at once; answers their SHAs. `files`: path → content. */
  push(commits: { files: Record<string, string>; message: string; author: string }[]): Promise<string[]>;
  /** Where requests fail: the innermost frame of their stack. */
  frame: string;
  /** A revision whose file lacks these words is defective. */
  defect: { path: string; lacks: string };
  url: string;
  log: string;
  /** Where the service keeps its state. */
  data: string;
  stop(): Promise<void>;
}

/**
 * A small closed world around the real service process: the local GitHub, a deployer that runs what
 * `main` holds, a CI that passes, and telemetry that fails exactly while a defective revision is deployed.
 * @param environment of the service, over what it is given anyway
 * @param policy in place of the ordinary one
 * @param other files, more or in place of the ordinary ones, and what makes a revision defective there
 */
export async function startClosedLoop(
  environment: Record<string, string> = {},
  policy: string | null = null,
  other: { files: Record<string, string>; defect: ClosedLoop["defect"] } | null = null,
): Promise<ClosedLoop> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-loop-"));
  const work = join(directory, "work");
  // Never the synchronous kind: the GitHub that git talks to lives in this very process.
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", args, {
      cwd: work,
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_SYSTEM: "/dev/null",
        GIT_TERMINAL_PROMPT: "0",
      },
    });
    return stdout.trim();
  };
  const commit = async (message: string, author: string) => {
    await git("add", "-A");
    await git(
      "-c",
      `user.name=${author}`,
      "-c",
      `user.email=${author}@example.com`,
      "commit",
      "-qm",
      message,
    );
    return git("rev-parse", "HEAD");
  };
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), content);
  };
  mkdirSync(work);
  await git("init", "-q", "-b", "main");
  for (const [path, content] of Object.entries({ ...files, ...other?.files })) write(path, content);
  if (policy !== null) write(".sre-space.yml", policy);
  await commit("feat: the marketplace", "founder");

  const port = await freePort();
  const github = await startGitHub({ dir: join(directory, "github") });
  const owner = github.createUser({ login: "acme" });
  const { cloneUrl } = await github.createRepository({
    owner: "acme",
    name: "marketplace",
    private: true,
    from: work,
  });
  const app = github.registerApp({
    slug: "sre-space",
    webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks`,
    webhookSecret: SECRET,
    ...appAsks(),
  });
  github.installApp({ app: "sre-space", account: "acme", repositories: [REPOSITORY] });
  await git("remote", "add", "origin", cloneUrl.replace("://", `://x-access-token:${owner.token}@`));

  const ci = github.registerApp({
    slug: "acme-ci",
    permissions: { checks: "write", metadata: "read" },
    events: [],
  });
  const { installationId } = github.installApp({ app: ci.slug, account: "acme", repositories: [REPOSITORY] });
  const call = async (path: string, body: unknown, token = owner.token, method = "POST") => {
    const answer = await fetch(`${github.apiUrl}/repos/${REPOSITORY}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: number };
  };

  const first = await git("rev-parse", "HEAD");
  let now = { sha: first, defective: false };
  let before = now;
  let since = 0;
  const turned: Pick<
    ClosedLoop,
    "fails" | "frame" | "defect" | "rolloutSeconds" | "beforeDeploy" | "beforeCheck"
  > = {
    frame: "price (/srv/app/services/quotes/price.ts:5:16)",
    defect: other?.defect ?? { path: "services/quotes/price.ts", lacks: "?? tables.standard" },
    fails: ({ defective }) => (defective ? 1 / 3 : 0),
    rolloutSeconds: 0,
    beforeDeploy: async () => {},
    beforeCheck: async () => {},
  };
  /** Who serves that request. */
  const serving = (n: number) => {
    const progress = turned.rolloutSeconds === 0 ? 1 : (Date.now() - since) / 1000 / turned.rolloutSeconds;
    return ((n * 37) % 100) / 100 < progress ? now : before;
  };
  async function deploy(sha: string): Promise<void> {
    await turned.beforeDeploy(sha);
    const { id } = await call("/deployments", {
      ref: sha,
      environment: "production",
      auto_merge: false,
      required_contexts: [],
    });
    await call(`/deployments/${id}/statuses`, { state: "in_progress" });
    await git("fetch", "-q", "origin");
    const { path, lacks } = turned.defect;
    const code = await git("show", `${sha}:${path}`);
    before = now;
    since = Date.now();
    now = { sha, defective: !code.includes(lacks) };
    await call(`/deployments/${id}/statuses`, { state: "success" });
  }
  await deploy(first);
  const failures: unknown[] = [];
  let deploying: Promise<void> = Promise.resolve();
  github.onEvent((event) => {
    const payload = event.payload as {
      ref?: string;
      after?: string;
      pull_request?: { head: { sha: string } };
    };
    if (event.name === "push" && payload.ref === "refs/heads/main" && payload.after) {
      const { after } = payload;
      deploying = deploying.then(() => deploy(after)).catch((error) => void failures.push(error));
    }
    if (event.name === "pull_request" && (event.action === "opened" || event.action === "synchronize"))
      pass(payload.pull_request?.head.sha ?? "").catch((error) => failures.push(error));
  });
  async function pass(sha: string): Promise<void> {
    await turned.beforeCheck(sha);
    const run = { name: "ci", head_sha: sha, status: "completed", conclusion: "success" };
    await call("/check-runs", run, github.createInstallationToken(installationId));
  }

  const url = `http://127.0.0.1:${port}`;
  const token = mintIngestToken(SECRET, [REPOSITORY]);
  let sent = 0;
  const traffic = setInterval(() => {
    // Two requests every 100 ms; while the defect runs every third of them fails, if no test says otherwise.
    const spans = [0, 1].flatMap(() => {
      const revision = serving(++sent);
      const share = turned.fails(revision);
      const failing = Math.floor((sent + 1) * share) > Math.floor(sent * share);
      return request(sent, revision.sha, failing ? turned.frame : null);
    });
    fetch(`${url}/v1/traces`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ resourceSpans: spans }),
    }).catch(() => {
      // The service is down at the moment: its telemetry is lost, as it would be.
    });
  }, 100);

  let times = 0;
  let child: ChildProcess | null = null;
  const log = join(directory, "service.log");
  const output = createWriteStream(log, { flags: "a" });

  async function kill(): Promise<void> {
    const gone = child;
    if (!gone || gone.exitCode !== null || gone.signalCode !== null) return;
    const exited = new Promise((exit) => gone.once("exit", exit));
    gone.kill("SIGKILL");
    await exited;
  }

  async function start(): Promise<void> {
    child = spawn(process.execPath, ["--max-semi-space-size=16", join(ROOT, "bin/sre-space.js"), "serve"], {
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
    });
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
    const started = child;
    while (started.exitCode === null && started.signalCode === null) {
      const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
      if (ready?.ok) return;
      await new Promise((again) => setTimeout(again, 50));
    }
    if (started.signalCode === null)
      throw new Error(`The service ended while starting:\n${readFileSync(log, "utf8").slice(-3000)}`);
  }

  async function push(
    commits: { files: Record<string, string>; message: string; author: string }[],
  ): Promise<string[]> {
    await git("fetch", "-q", "origin");
    await git("reset", "-q", "--hard", "origin/main");
    const made: string[] = [];
    for (const { files, message, author } of commits) {
      for (const [path, content] of Object.entries(files)) write(path, content);
      made.push(await commit(message, author));
    }
    await git("push", "-q", "origin", "main");
    return made;
  }
  async function pushWords(): Promise<void> {
    const words = `# Marketplace\n\nCompare quotes.${"\n".repeat(++times)}`;
    await push([{ files: { "README.md": words }, message: "docs: say what it is for", author: "writer" }]);
  }

  return Object.assign(turned, {
    github,
    push,
    pushWords,
    async requireUpToDate() {
      const protection = {
        required_status_checks: { strict: true, contexts: ["ci"] },
        enforce_admins: false,
        required_pull_request_reviews: null,
        restrictions: null,
      };
      await call("/branches/main/protection", protection, owner.token, "PUT");
    },
    url,
    log,
    data: join(directory, "data"),
    git,
    start,
    kill,
    running: () => child !== null && child.exitCode === null && child.signalCode === null,
    async breakIt() {
      await pushWords();
      const files = { "services/quotes/price.ts": defective };
      const [culprit] = await push([
        { files, message: "refactor: simplify table lookup", author: "pricing" },
      ]);
      return culprit ?? "";
    },
    async incidents() {
      const answer = await fetch(`${url}/api/incidents`, { signal: AbortSignal.timeout(10_000) }).catch(
        () => null,
      );
      return answer?.ok ? ((await answer.json()) as Incident[]) : [];
    },
    async file(path: string) {
      await git("fetch", "-q", "origin");
      return git("show", `origin/main:${path}`);
    },
    async stop() {
      clearInterval(traffic);
      await kill();
      await deploying;
      await github.close();
      output.end();
      rmSync(directory, { recursive: true, force: true });
      if (failures.length > 0) throw failures[0];
    },
  });
}

/** One request as its spans: the storefront's and, below it, that of quotes. */
function request(n: number, revision: string, frame: string | null) {
  const failing = frame !== null;
  const now = Date.now();
  const traceId = randomBytes(16).toString("hex");
  const [root, call, handler] = [0, 1, 2].map(() => randomBytes(8).toString("hex"));
  const nano = (ms: number) => `${Math.round(ms)}000000`;
  const attribute = (key: string, value: string | number) => ({
    key,
    value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
  });
  const span = (
    name: string,
    spanId: string | undefined,
    parentSpanId: string | undefined,
    kind: number,
    from: number,
    to: number,
    events: unknown[] = [],
  ) => ({
    traceId,
    spanId,
    ...(parentSpanId ? { parentSpanId } : {}),
    name,
    kind,
    startTimeUnixNano: nano(from),
    endTimeUnixNano: nano(to),
    attributes: [
      attribute("http.request.method", "POST"),
      attribute("http.route", "/quotes"),
      attribute("http.response.status_code", failing ? 500 : 200),
    ],
    status: failing ? { code: 2 } : {},
    events,
  });
  const resource = (service: string, spans: unknown[]) => ({
    resource: {
      attributes: [
        attribute("service.name", service),
        attribute("deployment.environment.name", "production"),
        attribute("vcs.ref.head.revision", revision),
        attribute("service.instance.id", `${service}-${revision.slice(0, 7)}`),
      ],
    },
    scopeSpans: [{ spans }],
  });
  const exception = {
    name: "exception",
    timeUnixNano: nano(now - 5),
    attributes: [
      attribute("exception.type", "TypeError"),
      attribute("exception.message", "Cannot read properties of undefined (reading 'base')"),
      attribute(
        "exception.stacktrace",
        `TypeError: Cannot read properties of undefined (reading 'base')\n    at ${frame}\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`,
      ),
    ],
  };
  const length = 10 + (n % 7);
  return [
    resource("storefront", [
      span("POST /quotes", root, undefined, 2, now - length - 4, now),
      span("POST", call, root, 3, now - length - 2, now - 1),
    ]),
    resource("quotes", [
      span("POST /quotes", handler, call, 2, now - length, now - 2, failing ? [exception] : []),
    ]),
  ];
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}
