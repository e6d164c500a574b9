import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import type { Settings } from "../../src/contracts/settings.ts";
import { connectGitHub } from "../../src/github/connect.ts";

const run = promisify(execFile);

/** What `app.yml` asks for. */
export const APP_PERMISSIONS = {
  metadata: "read",
  contents: "write",
  pull_requests: "write",
  issues: "write",
  checks: "write",
  statuses: "read",
  deployments: "read",
} as const;

export const FILES = {
  "services/quotes/price.js": ["export function price(quote) {", "  return quote.base * 1.19;", "}", ""].join(
    "\n",
  ),
  "services/quotes/server.js": "import { price } from './price.js';\n",
  "README.md": "# shop\n",
};

/** A GitHub with `acme/shop`, the App installed on it, and a person who pushes. */
export async function startLocalGitHub(
  options: { private?: boolean; permissions?: Record<string, "read" | "write"> } = {},
) {
  const dir = await mkdtemp(join(tmpdir(), "sre-github-"));
  const github = await startGitHub({ dir: join(dir, "github") });
  const dev = github.createUser({ login: "pricing-dev" });
  github.createUser({ login: "stranger" });
  github.createOrganization({ login: "acme" });
  const seed = join(dir, "seed");
  await mkdir(seed);
  const git = async (...args: string[]) => (await run("git", ["-C", seed, ...args])).stdout.trim();
  await git("init", "--quiet", "--initial-branch=main");
  await git("config", "user.name", "Pricing Dev");
  await git("config", "user.email", "dev@acme.test");
  await git("config", "commit.gpgsign", "false");
  const write = async (files: Record<string, string | null>) => {
    for (const [path, content] of Object.entries(files)) {
      const file = join(seed, path);
      if (content === null) await rm(file);
      else {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
    }
  };
  await write(FILES);
  await git("add", "-A");
  await git("commit", "--quiet", "-m", "feat: the shop");
  const repository = await github.createRepository({
    owner: "acme",
    name: "shop",
    private: options.private ?? true,
    from: seed,
  });
  github.addCollaborator("acme/shop", "pricing-dev", "write");
  await git("remote", "add", "origin", repository.cloneUrl.replace("://", `://pricing-dev:${dev.token}@`));
  const app = github.registerApp({
    slug: "sre-space",
    permissions: { ...(options.permissions ?? APP_PERMISSIONS) },
    events: ["push"],
  });
  github.installApp({ app: "sre-space", account: "acme", repositories: "all" });
  const settings: Settings = {
    credentials: { kind: "app", appId: String(app.appId), privateKey: app.privateKey, webhookSecret: "s" },
    githubApiUrl: github.apiUrl,
    githubWebUrl: github.webUrl,
    githubThrottle: false,
    port: 0,
    host: "127.0.0.1",
    dataDir: dir,
    stop: { always: false, file: join(dir, "stop") },
    alertSecrets: { sentry: [], pagerduty: [] },
    ingestSecret: "x".repeat(32),
    memoryLimitMb: 512,
    bus: { home: "local" },
    logLevel: "error",
    model: null,
  };
  return {
    github,
    settings,
    devToken: dev.token,
    connection: connectGitHub(settings),
    git,
    /** Commits these files (null deletes) on the branch and pushes; answers the SHA. */
    async push(files: Record<string, string | null>, message: string, branch = "main"): Promise<string> {
      await git("fetch", "--quiet", "origin");
      const known = await git("branch", "--remotes", "--list", `origin/${branch}`);
      await git("checkout", "--quiet", "-B", branch, known ? `origin/${branch}` : "origin/main");
      await write(files);
      await git("add", "-A");
      await git("commit", "--quiet", "--allow-empty", "-m", message);
      await git("push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
      return await git("rev-parse", "HEAD");
    },
    /** Calls GitHub as a person (or the world's own App). */
    async as(token: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
      const answer = await fetch(`${github.apiUrl}${path}`, {
        method,
        headers: { authorization: `token ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text ? (JSON.parse(text) as Record<string, unknown>) : {};
    },
    /** Writes of the App since the last `clearJournal`. */
    writes: () => github.journal().filter((one) => one.write && one.kind === "installation"),
    async stop() {
      await github.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
export type LocalGitHub = Awaited<ReturnType<typeof startLocalGitHub>>;
