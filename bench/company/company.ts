import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { appAsks } from "../../marketplace-demo/world/app-asks.ts";
import type { GitHub } from "../../marketplace-demo/world/github/github.ts";
import { fullName } from "../../marketplace-demo/world/github/render/repository.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import type { Issue } from "../../marketplace-demo/world/github/state.ts";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";
import { sendTraffic } from "./send-traffic.ts";

const SECRET = "a secret of this benchmark";
const ADMIN = "ada";
const AWAITING = "sre-space:awaiting-approval";
const WEEKS_AGO_MS = 40 * 24 * 3_600_000;

/** A service of the company: what it answers is worked out from the files that are deployed. */
export interface CompanyService {
  name: string;
  repository: string;
  sha: string;
  /** Whether the deployed revision lacks what keeps it from failing. */
  defective: boolean;
}

export interface Company {
  github: GitHub;
  directory: string;
  repositories: readonly string[];
  /** The bare repositories. */
  gitDirs: readonly string[];
  services: readonly CompanyService[];
  /** What a service process must be told to act on this company. */
  environment: Record<string, string>;
  ingestToken: string;
  /** Of one repository alone. */
  tokenOf(service: CompanyService): string;
  /** A defect for each of these services, all of which go out at the same moment. */
  breakServices(services: readonly CompanyService[]): Promise<void>;
  /** From now on requests are answered, and told to whoever serves each service. */
  traffic(urlOf: (service: CompanyService) => string, tokenOf?: (service: CompanyService) => string): void;
  issues(repository: string): Issue[];
  pulls(repository: string): Issue[];
  /** `/sre approve` in every issue that waits for it, by a person of the company. */
  approvals(): number;
  /** What went wrong in the company itself; a benchmark with any measured nothing. */
  failures: readonly unknown[];
  stop(): Promise<void>;
}

const healthy = (name: string) => `import { tables } from "./tables.ts";

/** What ${name} asks for. */
export function price(request) {
  const table = tables[request.kind] ?? tables.standard;
  return table.base * request.factor;
}
`;
const defective = (name: string) => healthy(name).replace(" ?? tables.standard", "");
const pathOf = (name: string) => `services/${name}/price.ts`;

/**
 * A company with many repositories on a GitHub of this machine, several services in each: a deployer that follows pushes, CI
 * that passes, people who approve, and telemetry of what is deployed. Nothing here knows what is broken: the deployed files do.
 *
 * @param checks whether CI runs on pull requests; without it they wait for CI, and nothing is merged
 */
export async function startCompany(of: {
  repositories: number;
  servicesEach: number;
  checks: boolean;
  /** Names that one more repository claims, `acme/market`, with nothing behind them here. */
  claimed?: readonly string[];
}): Promise<Company> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-company-"));
  const github = await startGitHub({ dir: join(directory, "github") });
  const ada = github.createUser({ login: ADMIN });
  github.createOrganization({ login: "acme", members: { [ADMIN]: "admin" } });
  const app = github.registerApp({
    slug: "sre-space",
    webhookUrl: "http://127.0.0.1:9/api/github/webhooks",
    webhookSecret: SECRET,
    ...appAsks(),
  });
  const ci = github.registerApp({
    slug: "acme-ci",
    permissions: { checks: "write", metadata: "read" },
    events: [],
  });
  const failures: unknown[] = [];
  const services: CompanyService[] = [];
  const repositories: string[] = [];
  const gitDirs = new Map<string, string>();
  const works = new Map<string, string>();
  for (let at = 0; at < of.repositories; at++) {
    const names = Array.from({ length: of.servicesEach }, (_, nth) => `team-${at}-service-${nth}`);
    const sha = await found(`team-${at}`, names);
    for (const name of names) services.push({ name, repository: `acme/team-${at}`, sha, defective: false });
  }
  if (of.claimed) await found("market", of.claimed);
  github.installApp({ app: app.slug, account: "acme", repositories: "all" });
  const { installationId } = github.installApp({ app: ci.slug, account: "acme", repositories: "all" });
  for (const [repository, [first]] of Map.groupBy(services, (one) => one.repository))
    await announce(repository, first?.sha ?? "");

  async function found(name: string, names: readonly string[]): Promise<string> {
    const repository = `acme/${name}`;
    const work = join(directory, name);
    mkdirSync(work);
    await git(work, "init", "-q", "-b", "main");
    const tables = "export const tables = { standard: { base: 100 } };\n";
    write(work, {
      ".sre-space.yml": policyOf(names),
      ...Object.fromEntries(
        names.flatMap((one) => [
          [pathOf(one), healthy(one)],
          [`services/${one}/tables.ts`, tables],
        ]),
      ),
    });
    await commit(work, "feat: the services", new Date(Date.now() - WEEKS_AGO_MS));
    const made = await github.createRepository({ owner: "acme", name, private: true, from: work });
    github.addCollaborator(repository, ADMIN, "admin");
    await git(
      work,
      "remote",
      "add",
      "origin",
      made.cloneUrl.replace("://", `://x-access-token:${ada.token}@`),
    );
    repositories.push(repository);
    gitDirs.set(repository, made.gitDir);
    works.set(repository, work);
    return (await git(work, "rev-parse", "HEAD")).trim();
  }

  async function call(path: string, body: unknown, token = ada.token): Promise<{ id: number }> {
    const answer = await fetch(`${github.apiUrl}/repos/${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: number };
  }

  /** Tells GitHub of a deployment. */
  async function announce(repository: string, sha: string): Promise<void> {
    const deployment = { ref: sha, environment: "production", auto_merge: false, required_contexts: [] };
    const { id } = await call(`${repository}/deployments`, deployment);
    await call(`${repository}/deployments/${id}/statuses`, { state: "in_progress" });
    await call(`${repository}/deployments/${id}/statuses`, { state: "success" });
  }

  /** From now on the services of that repository run this revision. */
  async function roll(repository: string, sha: string): Promise<() => void> {
    const own = services.filter((one) => one.repository === repository);
    const read = await Promise.all(
      own.map(({ name }) => git(gitDirs.get(repository) as string, "show", `${sha}:${pathOf(name)}`)),
    );
    return () => {
      for (const [at, service] of own.entries())
        Object.assign(service, { sha, defective: !read[at]?.includes("?? tables.standard") });
    };
  }

  const pushed = new Set<string>();
  const deploying = new Map<string, Promise<void>>();
  async function deploy(repository: string, sha: string): Promise<void> {
    const go = await roll(repository, sha);
    go();
    await announce(repository, sha);
  }
  const approved = new Set<string>();
  github.onEvent(({ name, action, repository: where, payload: raw }) => {
    const payload = raw as {
      ref?: string;
      after?: string;
      pull_request?: { head: { sha: string } };
      issue?: { number: number; labels?: readonly { name: string }[] };
    };
    if (where === null) return;
    const repository = fullName(where);
    const after = payload.after ?? "";
    if (name === "push" && payload.ref === "refs/heads/main" && !pushed.has(after)) {
      const next = (deploying.get(repository) ?? Promise.resolve()).then(() => deploy(repository, after));
      deploying.set(
        repository,
        next.catch((error) => void failures.push(error)),
      );
    }
    if (of.checks && name === "pull_request" && (action === "opened" || action === "synchronize")) {
      const run = {
        name: "ci",
        head_sha: payload.pull_request?.head.sha,
        status: "completed",
        conclusion: "success",
      };
      const token = github.createInstallationToken(installationId);
      call(`${repository}/check-runs`, run, token).catch((error) => failures.push(error));
    }
    const waits = payload.issue?.labels?.some((label) => label.name === AWAITING);
    const issue = `${repository}/issues/${payload.issue?.number}`;
    if (name === "issues" && waits && !approved.has(issue)) {
      approved.add(issue);
      call(`${issue}/comments`, { body: "/sre approve" }).catch((error) => failures.push(error));
    }
  });

  const ingestToken = mintIngestToken(SECRET, repositories);
  const tokens = new Map(repositories.map((one) => [one, mintIngestToken(SECRET, [one])]));
  let endTraffic = () => {};
  const held = (repository: string) => [
    ...(github.state.repositories.get(repository)?.issues.values() ?? []),
  ];
  return {
    github,
    directory,
    repositories,
    gitDirs: [...gitDirs.values()],
    services,
    environment: {
      APP_ID: String(app.appId),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: "http",
      HOST: "127.0.0.1",
      SRE_INGEST_SECRET: SECRET,
    },
    ingestToken,
    failures,
    async breakServices(broken) {
      const outs: (() => void)[] = [];
      for (const [repository, own] of Map.groupBy(broken, (one) => one.repository)) {
        const work = works.get(repository) as string;
        await git(work, "fetch", "-q", "origin");
        await git(work, "reset", "-q", "--hard", "origin/main");
        for (const { name } of own) {
          write(work, { [pathOf(name)]: defective(name) });
          await commit(work, `refactor(${name}): simplify table lookup`);
        }
        const sha = (await git(work, "rev-parse", "HEAD")).trim();
        pushed.add(sha);
        await git(work, "push", "-q", "origin", "main");
        await announce(repository, sha);
        outs.push(await roll(repository, sha));
      }
      for (const out of outs) out();
    },
    tokenOf: ({ repository }) => tokens.get(repository) ?? ingestToken,
    traffic(urlOf, tokenOf = () => ingestToken) {
      endTraffic();
      endTraffic = sendTraffic(services, urlOf, tokenOf);
    },
    issues: (repository) => held(repository).filter(({ pull }) => !pull),
    pulls: (repository) => held(repository).filter(({ pull }) => pull),
    approvals: () => approved.size,
    async stop() {
      endTraffic();
      await Promise.all(deploying.values());
      await github.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function policyOf(names: readonly string[]): string {
  const each = names.map((name) => `  ${name}: {paths: [services/${name}/**], slo: {availability: 99.5%}}\n`);
  return `version: 1
mode: merge
services:
${each.join("")}guardrails:
  min_confidence: 0.6
  required_checks: [ci]
  max_merges: {per_hour: 1000, per_day: 1000}
verify: {window: 1m}
`;
}

function write(work: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    const full = join(work, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }
}

async function commit(work: string, message: string, at = new Date()): Promise<void> {
  await git(work, "add", "-A");
  const as = ["-c", "user.name=eve", "-c", "user.email=eve@acme.test", "-c", "commit.gpgsign=false"];
  await git(work, ...as, "commit", "-qm", message, "--date", at.toISOString());
}

/** Never the synchronous kind: the GitHub that git talks to lives in this very process. */
async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, {
    cwd: directory,
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_TERMINAL_PROMPT: "0",
    },
  });
  return stdout;
}
