import { execFile } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { pino } from "pino";
import { appAsks } from "../../marketplace-demo/world/app-asks.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import type { Issue, IssueComment } from "../../marketplace-demo/world/github/state.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import type { ModelSettings, Settings } from "../../src/contracts/settings.ts";
import { startService } from "../../src/service.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteIncidents } from "../../src/store/sqlite-incidents.ts";
import { diagnosedIncident } from "./diagnosed-incident.ts";
import { until } from "./until.ts";

export const REPOSITORY = "acme/shop";
export const SECRET = "the webhook secret of this test";
export const INGEST_SECRET = "an ingest secret of this test";

const healthy = `export function price(request) {
  const table = tables[request.kind] ?? tables.standard;
  return table.base * request.factor;
}
`;
export const DEFECTIVE = healthy.replace(" ?? tables.standard", "");
export const PRICE = "services/quotes/price.ts";

export const policyText = (guardrails: string, mode = "propose") => `version: 1
mode: ${mode}
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
guardrails:
  required_checks: [ci]
${guardrails}`;

export interface AttackedWorldOptions {
  policy?: string;
  public?: boolean;
  /** Files beside those of every such repository, before the suspect. */
  files?: Record<string, string>;
  /** What the suspect changes; the defect in the prices where it is not said. */
  change?: Record<string, string>;
  message?: string;
  /** How the incident differs from one that Brain is sure of. */
  incident?: (incident: Incident) => Incident;
  /** Incidents that are not taken up are not there. */
  without?: boolean;
  settings?: Partial<Settings>;
  model?: ModelSettings;
  permissions?: Record<string, "read" | "write">;
  /** CI succeeds on each pull request as it opens; else `passChecks` does. */
  ci?: boolean;
}

/**
 * The real service behind its HTTP port, the local GitHub, and an incident that Scout and Brain are done with: what
 * follows, from the plan to the merge, is the service's own. Telemetry, alerts, webhooks and people come from outside.
 */
export async function startAttackedWorld(options: AttackedWorldOptions = {}) {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-attack-"));
  const work = join(directory, "work");
  const git = async (...args: string[]) =>
    (
      await promisify(execFile)("git", args, {
        cwd: work,
        env: {
          ...process.env,
          GIT_CONFIG_GLOBAL: "/dev/null",
          GIT_CONFIG_SYSTEM: "/dev/null",
          GIT_TERMINAL_PROMPT: "0",
        },
      })
    ).stdout.trim();
  const write = (files: Record<string, string>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), content);
    }
  };
  const commit = async (message: string, email: string) => {
    await git("add", "-A");
    const who = ["-c", `user.name=${email.split("@")[0]}`, "-c", `user.email=${email}`];
    await git(...who, "commit", "--allow-empty", "-qm", message);
    return git("rev-parse", "HEAD");
  };
  mkdirSync(work);
  await git("init", "-q", "-b", "main");
  write({
    "README.md": "# Shop\n",
    [PRICE]: healthy,
    ".sre-space.yml": options.policy ?? policyText(""),
    ...options.files,
  });
  await commit("feat: the shop", "ada@acme.test");
  const change = options.change ?? { [PRICE]: DEFECTIVE };
  write(change);
  const suspect = await commit(options.message ?? "refactor: simplify table lookup", "eve@acme.test");

  const github = await startGitHub({ dir: join(directory, "github") });
  const people = Object.fromEntries(
    ["ada", "bob", "eve", "rita", "trent", "mallory"].map((login) => [
      login,
      github.createUser({ login, email: `${login}@acme.test` }).token,
    ]),
  ) as Record<"ada" | "bob" | "eve" | "rita" | "trent" | "mallory", string>;
  github.createOrganization({ login: "acme" });
  const { cloneUrl } = await github.createRepository({
    owner: "acme",
    name: "shop",
    private: !options.public,
    from: work,
  });
  github.addCollaborator(REPOSITORY, "ada", "admin");
  github.addCollaborator(REPOSITORY, "bob", "write");
  github.addCollaborator(REPOSITORY, "eve", "write");
  github.addCollaborator(REPOSITORY, "rita", "read");
  github.addCollaborator(REPOSITORY, "trent", "triage");
  await git("remote", "add", "origin", cloneUrl.replace("://", `://ada:${people.ada}@`));

  const events = ["push", "deployment_status", "check_run", "pull_request", "issues", "issue_comment"];
  const app = github.registerApp({
    slug: "sre-space",
    permissions: options.permissions ?? appAsks().permissions,
    events,
  });
  const { installationId } = github.installApp({
    app: "sre-space",
    account: "acme",
    repositories: [REPOSITORY],
  });
  const ci = github.registerApp({
    slug: "acme-ci",
    permissions: { checks: "write", metadata: "read" },
    events: [],
  });
  const ciToken = github.createInstallationToken(
    github.installApp({ app: ci.slug, account: "acme", repositories: [REPOSITORY] }).installationId,
  );

  async function call(token: string, method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${github.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  async function as(
    token: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ id: number; number: number }> {
    const answer = await call(token, method, `/repos/${REPOSITORY}${path}`, body);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as { id: number; number: number };
  }
  async function deploy(sha: string): Promise<void> {
    const { id } = await as(people.ada, "POST", "/deployments", {
      ref: sha,
      environment: "production",
      auto_merge: false,
      required_contexts: [],
    });
    await as(people.ada, "POST", `/deployments/${id}/statuses`, { state: "success" });
  }
  await deploy(suspect);
  const passChecks = async (head: string, conclusion = "success") => {
    await as(ciToken, "POST", "/check-runs", { name: "ci", head_sha: head, status: "completed", conclusion });
  };
  const failures: unknown[] = [];
  github.onEvent((event) => {
    const { pull_request } = event.payload as { pull_request?: { head: { sha: string } } };
    if (options.ci !== false && event.name === "pull_request" && event.action === "opened" && pull_request)
      passChecks(pull_request.head.sha).catch((error) => failures.push(error));
  });

  const dataDir = join(directory, "data");
  mkdirSync(dataDir);
  const incident = diagnosedIncident({ repository: REPOSITORY, suspect, paths: Object.keys(change) });
  if (!options.without) {
    const database = openDatabase(join(dataDir, "state.sqlite"));
    const store = sqliteIncidents(database, () => {});
    await store.put(options.incident?.(incident) ?? incident);
    await store.close();
  }
  const lines: string[] = [];
  const log = pino({ level: "debug", base: undefined }, { write: (line: string) => void lines.push(line) });
  const settings: Settings = {
    credentials: { kind: "app", appId: String(app.appId), privateKey: app.privateKey, webhookSecret: SECRET },
    githubApiUrl: github.apiUrl,
    githubWebUrl: github.webUrl,
    githubThrottle: false,
    port: 0,
    host: "127.0.0.1",
    dataDir,
    alertSecrets: { sentry: [], pagerduty: [] },
    ingestSecret: INGEST_SECRET,
    stop: { always: false, file: join(dataDir, "stop") },
    memoryLimitMb: 512,
    bus: { home: "local" },
    logLevel: "debug",
    model: options.model ?? null,
    ...options.settings,
  };
  let service = await startService(settings, log);
  const point = () =>
    github.setWebhook("sre-space", {
      url: `http://127.0.0.1:${service.port}/api/github/webhooks`,
      secret: SECRET,
    });
  point();

  const held = () => [...(github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])];
  const issue = () => held().find((one) => !one.pull && one.user.login === "sre-space[bot]");
  const pull = () => held().find((one) => one.pull && one.user.login === "sre-space[bot]");
  const world = {
    github,
    settings,
    people,
    suspect,
    installationId,
    dataDir,
    work,
    git,
    write,
    commit,
    call,
    as,
    deploy,
    passChecks,
    incidentId: incident.id,
    url: () => `http://127.0.0.1:${service.port}`,
    log: () => lines.join(""),
    /** What GitHub holds: every issue, and those of ours. */
    held,
    issue: (): Issue => {
      const found = issue();
      if (!found) throw new Error("there is no issue of ours yet");
      return found;
    },
    pull: (): Issue & { pull: NonNullable<Issue["pull"]> } => {
      const found = pull();
      if (!found?.pull) throw new Error("there is no pull request of ours yet");
      return found as Issue & { pull: NonNullable<Issue["pull"]> };
    },
    comments: (): IssueComment[] => [...(github.state.repositories.get(REPOSITORY)?.comments.values() ?? [])],
    merged: () => held().some((one) => one.pull?.merged),
    /** How often we wrote, but for the labels that every repository with a policy is given once. */
    writes: () =>
      github
        .journal()
        .filter(
          ({ actor, write, path }) =>
            actor === "sre-space" && write && !/^\/repos\/[^/]+\/[^/]+\/labels$/.test(path),
        ).length,
    merges: () =>
      github.journal().filter(({ method, path }) => method === "PUT" && /\/pulls\/\d+\/merge$/.test(path)),
    async main(path: string): Promise<string> {
      await git("fetch", "-q", "origin");
      return git("show", `origin/main:${path}`);
    },
    async head(): Promise<string> {
      await git("fetch", "-q", "origin");
      return git("rev-parse", "origin/main");
    },
    async incident(id?: string): Promise<Incident> {
      const answer = await fetch(`http://127.0.0.1:${service.port}/api/incidents/${id ?? world.incidentId}`);
      return (await answer.json()) as Incident;
    },
    /** Waits until the incident stands still, waiting for a person's yes. */
    async awaiting(): Promise<Incident> {
      await until(
        async () => {
          const shown = issue()?.labels.some(({ name }) => name === "sre-space:awaiting-approval");
          return shown === true && (await world.incident()).waiting?.for === "approval";
        },
        async () => JSON.stringify((await world.incident()).thoughts, null, 1) + lines.slice(-5).join(""),
      );
      return world.incident();
    },
    /** A comment, and what came of it once the service has acted on it: our reaction, and our newest words. */
    async say(token: string, body: string, number = world.issue().number): Promise<number> {
      const { id } = await as(token, "POST", `/issues/${number}/comments`, { body });
      return id;
    },
    reaction: (comment: number): string | undefined =>
      github.state.repositories
        .get(REPOSITORY)
        ?.comments.get(comment)
        ?.reactions.find(({ user }) => user.login === "sre-space[bot]")?.content,
    async reacted(comment: number): Promise<string | undefined> {
      await until(() => world.reaction(comment) !== undefined);
      return world.reaction(comment);
    },
    /** Our words in the threads, as they stand. */
    said: (): string =>
      world
        .comments()
        .filter(({ user }) => user.login === "sre-space[bot]")
        .map(({ body }) => body)
        .join("\n\n"),
    /** A webhook by hand, signed with that secret (null: not at all). */
    async hook(
      event: string,
      payload: unknown,
      {
        secret = SECRET as string | null,
        delivery = randomUUID() as string,
        body = JSON.stringify(payload),
      } = {},
    ): Promise<Response> {
      const signature =
        secret === null
          ? {}
          : { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` };
      return fetch(`${world.url()}/api/github/webhooks`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-github-event": event,
          "x-github-delivery": delivery,
          ...signature,
        },
        body,
      });
    },
    /** Everything that was sent has been acted on to its end. */
    async quiet(): Promise<void> {
      await github.webhooksIdle();
      const database = openDatabase(join(dataDir, "state.sqlite"));
      const pending = database.prepare("select count(*) as count from signal where done = 0");
      await until(() => (pending.get() as { count: number }).count === 0);
      database.close();
    },
    /** An incident that Brain is done with, of that suspect, taken up after a restart. */
    async take(of: string, paths: string[]): Promise<void> {
      await world.deploy(of);
      await world.takeAll([diagnosedIncident({ repository: REPOSITORY, suspect: of, paths })]);
    },
    /** Incidents as they are kept, taken up after a restart. */
    async takeAll(incidents: readonly Incident[]): Promise<void> {
      await service.stop();
      const database = openDatabase(join(dataDir, "state.sqlite"));
      const store = sqliteIncidents(database, () => {});
      for (const one of incidents) {
        database.prepare("delete from incident where id = ?").run(one.id);
        await store.put(one);
      }
      await store.close();
      world.incidentId = incidents[0]?.id ?? world.incidentId;
      service = await startService({ ...settings }, log);
      point();
    },
    /** What happens while the service is down. */
    async whileDown(happens: () => Promise<unknown>): Promise<void> {
      await service.stop();
      await happens();
      service = await startService({ ...settings }, log);
      point();
    },
    async restart(): Promise<void> {
      await service.stop();
      service = await startService({ ...settings }, log);
      point();
    },
    async stop(): Promise<void> {
      await service.stop();
      await github.close();
      rmSync(directory, { recursive: true, force: true });
      if (failures.length > 0) throw failures[0];
    },
  };
  return world;
}
export type AttackedWorld = Awaited<ReturnType<typeof startAttackedWorld>>;
