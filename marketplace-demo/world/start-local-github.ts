import { randomBytes } from "node:crypto";
import { appAsks } from "./app-asks.ts";
import type { CheckReport } from "./ci.ts";
import type { DeploymentRecord } from "./deployer.ts";
import type { GitHub } from "./github/github.ts";
import { startGitHub } from "./github/start.ts";
import { type Delivery, startHooks } from "./start-hooks.ts";
import type { AppIdentity } from "./start-service.ts";

/** The local GitHub with the marketplace's repository in it, and what the world's parts do there. */
export type LocalGitHub = {
  /** host:port. */
  host: string;
  /** OWNER/REPO. */
  repository: string;
  /** For people. */
  repositoryUrl: string;
  /** To clone, fetch and push as the marketplace's developers. */
  remote: string;
  /** Login under which the engine writes. */
  serviceBot: string;
  /** As an operator would: register the engine's App, and point its webhook there. */
  registerService(webhookUrl: string): AppIdentity;
  /** As the repository's owner would, once the engine listens: install it there. */
  installService(): void;
  /** As a developer would, who is an administrator: answers the merge commit. */
  mergePull(number: number): Promise<string>;
  /** From now on a pull request into `main` needs the approving review of one person. */
  requireReview(): void;
  /** As a colleague with write access would, who has read it. */
  approvePull(number: number): Promise<void>;
  /** How many calls of the engine asked for a change. */
  writesOfService(): number;
  /** Answers how to stop listening. */
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  deployments: DeploymentRecord;
  checks: CheckReport;
  stop(): Promise<void>;
};

const OWNER = "fernhill";
const NAME = "marketplace";
const SERVICE_APP = "sre-space";

/** @param options.latency milliseconds added to every answer; above 0 it also throttles as github.com does. */
export async function startLocalGitHub(options: {
  /** The repository to take over. */
  history: string;
  directory: string;
  latency: number;
}): Promise<LocalGitHub> {
  const github = await startGitHub({ dir: options.directory });
  github.createOrganization({ login: OWNER });
  await github.createRepository({
    owner: OWNER,
    name: NAME,
    description: "Compare car and home insurance",
    from: options.history,
  });
  const repository = `${OWNER}/${NAME}`;
  const developers = github.createUser({ login: "fernhill-engineering", name: "Fernhill engineering" });
  // Developers of a small company push to main past its rules, as its administrators; bots may not.
  github.addCollaborator(repository, developers.login, "admin");
  github.requireChecks(repository, "main", ["ci"]);
  const reviewer = github.createUser({ login: "grace-pell", name: "Grace Pell" });
  github.addCollaborator(repository, reviewer.login, "write");

  const hooks = await startHooks(randomBytes(24).toString("hex"));
  github.createRepositoryWebhook(repository, {
    url: hooks.url,
    secret: hooks.secret,
    events: ["push", "pull_request", "issues", "issue_comment"],
  });
  const deployer = install(github, repository, "fernhill-deploy", { deployments: "write", metadata: "read" });
  const ci = install(github, repository, "fernhill-ci", { checks: "write", metadata: "read" });
  if (options.latency > 0) {
    github.setLatency(options.latency);
    github.setThrottle("github.com");
  }

  const { host } = new URL(github.url);
  return {
    host,
    repository,
    repositoryUrl: `${github.webUrl}/${repository}`,
    remote: `http://${developers.login}:${developers.token}@${host}/${repository}.git`,
    serviceBot: `${SERVICE_APP}[bot]`,
    registerService(webhookUrl) {
      const webhookSecret = randomBytes(24).toString("hex");
      const app = github.registerApp({
        slug: SERVICE_APP,
        name: "SRE-Space",
        webhookUrl,
        webhookSecret,
        ...appAsks(),
      });
      return { appId: String(app.appId), privateKey: app.privateKey, webhookSecret };
    },
    installService() {
      github.installApp({ app: SERVICE_APP, account: OWNER, repositories: [repository] });
    },
    async mergePull(number) {
      const answer = await fetch(`${github.apiUrl}/repos/${repository}/pulls/${number}/merge`, {
        method: "PUT",
        headers: { authorization: `Bearer ${developers.token}`, "content-type": "application/json" },
        body: "{}",
      });
      const { sha, message } = (await answer.json()) as { sha?: string; message: string };
      if (!sha) throw new Error(`Pull request #${number} was not merged: ${answer.status} ${message}`);
      return sha;
    },
    requireReview: () => github.requireChecks(repository, "main", ["ci"], 1),
    async approvePull(number) {
      const answer = await fetch(`${github.apiUrl}/repos/${repository}/pulls/${number}/reviews`, {
        method: "POST",
        headers: { authorization: `Bearer ${reviewer.token}`, "content-type": "application/json" },
        body: JSON.stringify({ event: "APPROVE", body: "Yes, this has to go out." }),
      });
      if (!answer.ok)
        throw new Error(
          `Pull request #${number} could not be approved: ${answer.status} ${await answer.text()}`,
        );
    },
    writesOfService: () => github.countWrites(SERVICE_APP),
    onDelivery: (listener) => hooks.on(listener),
    deployments: {
      async create(sha, services) {
        const created = await deployer("POST", `/repos/${repository}/deployments`, {
          ref: sha,
          environment: "production",
          production_environment: true,
          auto_merge: false,
          required_contexts: [],
          description:
            services.length > 0 ? `Replace ${services.join(", ")}`.slice(0, 140) : "Nothing to replace",
          payload: { services },
        });
        return created.id;
      },
      async status(id, state, description) {
        await deployer("POST", `/repos/${repository}/deployments/${id}/statuses`, {
          state,
          description,
          environment: "production",
        });
      },
    },
    checks: {
      async start(sha) {
        const run = await ci("POST", `/repos/${repository}/check-runs`, {
          name: "ci",
          head_sha: sha,
          status: "in_progress",
          started_at: new Date().toISOString(),
        });
        return run.id;
      },
      async finish(id, { passed, title, summary }) {
        await ci("PATCH", `/repos/${repository}/check-runs/${id}`, {
          status: "completed",
          conclusion: passed ? "success" : "failure",
          completed_at: new Date().toISOString(),
          output: { title, summary },
        });
      },
    },
    async stop() {
      await github.close();
      await hooks.close();
    },
  };
}

type Call = (method: string, path: string, body: unknown) => Promise<{ id: number }>;

/** Registers and installs one of the team's own Apps; what it answers makes REST calls as that App. */
function install(
  github: GitHub,
  repository: string,
  slug: string,
  permissions: Record<string, "read" | "write">,
): Call {
  github.registerApp({ slug, permissions, events: [] });
  const { installationId } = github.installApp({ app: slug, account: OWNER, repositories: [repository] });
  return async (method, path, body) => {
    const token = github.createInstallationToken(installationId);
    const answer = await fetch(`${github.apiUrl}${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "user-agent": slug,
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${slug}: ${method} ${path} was answered ${answer.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as { id: number };
  };
}
