import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { appAsks } from "../../marketplace-demo/world/app-asks.ts";
import type { GitHub } from "../../marketplace-demo/world/github/github.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import type { Repository } from "../../marketplace-demo/world/github/state.ts";
import { mintIngestToken } from "../../src/edge/ingest-token.ts";
import { freePort } from "../service/free-port.ts";
import { type ServiceProcess, serviceProcess } from "./service-process.ts";

export const REPOSITORY = "acme/team";
const SECRET = "a secret of this test";
const PRICE = "src/price.ts";
const HEALTHY = `import { tables } from "./tables.ts";

export function price(request) {
  const table = tables[request.kind] ?? tables.standard;
  return table.base * request.factor;
}
`;
const GUARD = " ?? tables.standard";
const POLICY = `version: 1
mode: merge
services:
  api: {paths: [src/**]}
guardrails:
  min_confidence: 0.5
  required_checks: [ci]
  max_merges: {per_hour: 10, per_day: 10}
verify: {window: 10m}
`;
const FILES: Readonly<Record<string, string>> = {
  "README.md": "# A team's service\n",
  [PRICE]: HEALTHY,
  "src/tables.ts": "export const tables = { standard: { base: 100 } };\n",
  ".sre-space.yml": POLICY,
};
/** As Alertmanager does: again and again, until somebody says that they have it. */
const TELL_MS = 200;
const PATIENCE_MS = 10_000;
const HOURS_MS = 5 * 3_600_000;

export interface Company {
  github: GitHub;
  url: string;
  directory: string;
  service: ServiceProcess;
  /** Where the service keeps its state. */
  data: string;
  /** What the company's GitHub holds of its repository. */
  repository(): Repository;
  /** Somebody pushes a defect, which goes out, fails, and raises an alert. Answers the culprit's SHA. */
  breakIt(): Promise<string>;
  /** Awaited before CI says what came of a head. */
  beforeCheck: () => Promise<void>;
  /** Awaited before what was pushed goes out. */
  beforeDeploy: () => Promise<void>;
  /** Whether what is deployed works, and nobody has yet to be told so. */
  calm(): boolean;
  /** Says once more, as if it had begun a moment later, what the alerting says; answers the status, or null where nobody answered. */
  tellAgain(): Promise<number | null>;
  end(): Promise<void>;
}

/**
 * A company with one repository, and the service that watches over them: a GitHub on this machine, CI that passes, a
 * deployer that brings out whatever `main` holds, and alerts from what is deployed, told until they were heard. Nothing here
 * looks at the service: its answers are a webhook's, and its deeds are what GitHub says.
 *
 * @param environment of the service, over what it needs
 */
export async function startCompany(environment: Readonly<Record<string, string>> = {}): Promise<Company> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-chaos-"));
  const seed = join(directory, "seed");
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(seed, path)), { recursive: true });
    writeFileSync(join(seed, path), content);
  }
  // What has stood there for weeks is no news.
  const date = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000).toISOString();
  const git = (...args: string[]) =>
    promisify(execFile)("git", ["-C", seed, ...args], {
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_SYSTEM: "/dev/null",
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
    });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "-A");
  await git("-c", "user.name=founder", "-c", "user.email=founder@acme.test", "commit", "-qm", "feat: begin");

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const github = await startGitHub({ dir: join(directory, "github") });
  const ada = github.createUser({ login: "ada" });
  github.createOrganization({ login: "acme", members: { ada: "admin" } });
  await github.createRepository({ owner: "acme", name: "team", private: true, from: seed });
  github.addCollaborator(REPOSITORY, "ada", "admin");
  const app = github.registerApp({
    slug: "sre-space",
    webhookUrl: `${url}/api/github/webhooks`,
    webhookSecret: SECRET,
    ...appAsks(),
  });
  github.installApp({ app: "sre-space", account: "acme", repositories: [REPOSITORY] });
  github.registerApp({
    slug: "ci",
    permissions: { checks: "write", metadata: "read" },
    events: [],
  });
  const { installationId } = github.installApp({ app: "ci", account: "acme", repositories: [REPOSITORY] });

  async function call(method: string, path: string, body: unknown, token = ada.token) {
    const answer = await fetch(`${github.apiUrl}/repos/${REPOSITORY}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }
  const repository = (): Repository => {
    const found = github.state.repositories.get(REPOSITORY);
    if (!found) throw new Error(`There is no ${REPOSITORY}.`);
    return found;
  };

  const turned: Pick<Company, "beforeCheck" | "beforeDeploy"> = {
    beforeCheck: async () => {},
    beforeDeploy: async () => {},
  };
  /** What is deployed, since when, and whether the alerting was heard on it. */
  let deployed = { broken: false, at: "", firedAt: "", told: true };
  async function deploy(sha: string): Promise<void> {
    await turned.beforeDeploy();
    const { id } = await call("POST", "/deployments", {
      ref: sha,
      environment: "production",
      auto_merge: false,
      required_contexts: [],
    });
    await call("POST", `/deployments/${id}/statuses`, { state: "in_progress" });
    const code = await repository().git.object(`${sha}:${PRICE}`);
    await call("POST", `/deployments/${id}/statuses`, { state: "success" });
    const broken = code?.content.includes(GUARD) !== true;
    if (broken === deployed.broken) return;
    const at = new Date().toISOString();
    deployed = { broken, at, firedAt: broken ? at : deployed.firedAt, told: false };
  }
  async function check(head: string): Promise<void> {
    await turned.beforeCheck();
    const run = { name: "ci", head_sha: head, status: "completed", conclusion: "success" };
    await call("POST", "/check-runs", run, github.createInstallationToken(installationId));
  }

  const failures: unknown[] = [];
  const atWork = new Set<Promise<void>>();
  const work = (run: Promise<void>) => {
    const settled = run.catch((error) => void failures.push(error)).finally(() => atWork.delete(settled));
    atWork.add(settled);
    return settled;
  };
  /** One deployment after the other, as the deployer's queue has them. */
  let deploying: Promise<void> = Promise.resolve();
  github.onEvent((event) => {
    const { ref, after, pull_request } = event.payload as {
      ref?: string;
      after?: string;
      pull_request?: { head: { sha: string } };
    };
    if (event.name === "push" && ref === "refs/heads/main" && after)
      deploying = work(deploying.then(() => deploy(after)));
    if (event.name === "pull_request" && ["opened", "synchronize"].includes(event.action ?? ""))
      void work(check(pull_request?.head.sha ?? ""));
  });
  // It has run for hours.
  const { now } = github.state;
  github.state.now = () => now() - HOURS_MS;
  await deploy((await repository().git.resolve("main")) ?? "");
  github.state.now = now;

  const ended = new AbortController();
  const token = mintIngestToken(SECRET, [REPOSITORY]);
  let again = 0;
  async function tell(laterMs = 0): Promise<number | null> {
    const { broken, at, firedAt } = deployed;
    const body = {
      id: "ErrorsHigh",
      service: "api",
      operation: "POST /price",
      summary: "ErrorsHigh: 31% of requests fail",
      metric: "ErrorsHigh",
      value: 0.31,
      threshold: 0.01,
      fired_at: new Date(Date.parse(firedAt) + laterMs).toISOString(),
      ...(broken ? {} : { status: "resolved", resolved_at: at }),
    };
    const answer = await fetch(`${url}/api/alerts/generic`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.any([ended.signal, AbortSignal.timeout(PATIENCE_MS)]),
    }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status ?? null;
  }
  async function tellUntilHeard(): Promise<void> {
    while (!ended.signal.aborted) {
      const state = deployed;
      if (!state.told && (await tell()) === 202) state.told = true;
      await new Promise((again) => setTimeout(again, TELL_MS));
    }
  }
  const alerting = tellUntilHeard();

  const data = environment.DATA_DIR ?? join(directory, "data");
  const service = serviceProcess(
    url,
    directory,
    {
      APP_ID: String(app.appId),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: "http",
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: data,
      SRE_INGEST_SECRET: SECRET,
      ...environment,
    },
    join(directory, "service.log"),
  );
  return Object.assign(turned, {
    github,
    url,
    directory,
    data,
    service,
    repository,
    // With the same time it would be a delivery that is known, of which nothing need be written down.
    tellAgain: () => tell(++again),
    async breakIt() {
      const { oid } = (await repository().git.info(`main:${PRICE}`)) ?? { oid: "" };
      const { commit } = (await call("PUT", `/contents/${PRICE}`, {
        message: "refactor: simplify table lookup",
        content: Buffer.from(HEALTHY.replace(GUARD, "")).toString("base64"),
        sha: oid,
      })) as { commit: { sha: string } };
      return commit.sha;
    },
    calm: () => !deployed.broken && deployed.told,
    async end() {
      ended.abort();
      await service.kill();
      await Promise.all(atWork);
      await alerting;
      await github.close();
      rmSync(directory, { recursive: true, force: true });
      if (failures.length > 0) throw failures[0];
    },
  });
}
