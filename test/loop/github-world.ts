import { AsyncLocalStorage } from "node:async_hooks";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { RequestSeen } from "../../marketplace-demo/world/github/controls/controls.ts";
import { startGitHub } from "../../marketplace-demo/world/github/start.ts";
import { loadPolicy } from "../../src/config/load-policy.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import type { Clock } from "../../src/contracts/ports/clock.ts";
import type { Recovery } from "../../src/contracts/recovery.ts";
import type { Settings } from "../../src/contracts/settings.ts";
import type { HookSignal } from "../../src/contracts/signal.ts";
import { fromWebhook } from "../../src/edge/hooks/translate.ts";
import { connectGitHub } from "../../src/github/connect.ts";
import { pace } from "../../src/github/pace.ts";
import { writeCount } from "../../src/github/write-count.ts";
import { historyOf } from "../../src/history.ts";
import { type Loop, runLoop } from "../../src/loop/run-loop.ts";
import { publish } from "../../src/publish/publish.ts";
import { pullRequestWording } from "../../src/report/pull-request-wording.ts";
import { quoting } from "../../src/report/quoting.ts";
import { diagnosedIncident } from "../attacks/diagnosed-incident.ts";
import { portsOf } from "./ports-of.ts";

const PRICE = "services/quotes/price.ts";
const BEFORE = "export const price = (request) => tables[request.kind] ?? tables.standard;\n";
const CULPRIT = "export const price = (request) => tables[request.kind];\n";
const POLICY = `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
guardrails:
  required_checks: [ci]
verify: {window: 5s}
`;
/** A second of the loop and of GitHub's clients, in milliseconds: nothing in this world takes long. */
const SECOND = 20;

/** What an incident of this world comes to, and what of it GitHub holds. */
export interface Ended {
  repository: string;
  incident: Incident;
  issues: { state: string; body: string; labels: string[]; comments: number }[];
  pulls: { merged: boolean; labels: string[]; head: string }[];
  branches: string[];
  subjects: string[];
  checks: string[];
  statuses: string[];
  deployments: number;
  /** Writes of the App that GitHub did, in order: method and path. */
  writes: string[];
  /** What people who gave a command were told. */
  answers: string[];
}

/** Whose doing a request is: a process that was killed in the middle of one call sends nothing more of it. */
const lives = new AsyncLocalStorage<{ dead: boolean }>();

/**
 * A GitHub with one App on it, in this process, and in each of its repositories an incident that is diagnosed: the real
 * loop over the real ports takes it from there, with CI and a deployer that answer at once. Scout alone is played.
 */
export async function startGitHubWorld() {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-faults-"));
  const work = join(directory, "seed");
  const git = async (...args: string[]) =>
    (
      await promisify(execFile)("git", args, {
        cwd: work,
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      })
    ).stdout.trim();
  const commit = async (files: Record<string, string>, message: string) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), content);
    }
    await git("add", "-A");
    await git("-c", "user.name=eve", "-c", "user.email=eve@acme.test", "commit", "-qm", message);
    return git("rev-parse", "HEAD");
  };
  mkdirSync(work);
  await git("init", "-q", "-b", "main");
  await commit({ "README.md": "# Shop\n", [PRICE]: BEFORE, ".sre-space.yml": POLICY }, "feat: the shop");
  const suspect = await commit({ [PRICE]: CULPRIT }, "refactor: simplify table lookup");

  const github = await startGitHub({ dir: join(directory, "github") });
  github.createOrganization({ login: "acme" });
  const ada = github.createUser({ login: "ada" });
  const robot = github.createUser({ login: "robot" });
  const permissions = {
    metadata: "read",
    contents: "write",
    issues: "write",
    pull_requests: "write",
    checks: "write",
    statuses: "read",
    deployments: "read",
  } as const;
  const app = github.registerApp({ slug: "sre-space", permissions: { ...permissions }, events: [] });
  github.installApp({ app: "sre-space", account: "acme", repositories: "all" });
  const ci = github.registerApp({
    slug: "acme-ci",
    permissions: { checks: "write", metadata: "read" },
    events: [],
  });
  const ciToken = github.createInstallationToken(
    github.installApp({ app: ci.slug, account: "acme", repositories: "all" }).installationId,
  );
  const settings = {
    credentials: { kind: "app", appId: String(app.appId), privateKey: app.privateKey, webhookSecret: "s" },
    githubApiUrl: github.apiUrl,
    githubWebUrl: github.webUrl,
    githubThrottle: false,
  } as Settings;
  const call = async (token: string, repository: string, path: string, body: unknown) => {
    const answer = await fetch(`${github.apiUrl}/repos/${repository}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: number };
  };
  const real = pace.second;
  pace.second = SECOND;
  const network = globalThis.fetch;
  globalThis.fetch = (...asked) =>
    lives.getStore()?.dead ? Promise.reject(new Error("killed")) : network(...asked);

  const deploy = async (repository: string, sha: string) => {
    const { id } = await call(ada.token, repository, "/deployments", {
      ref: sha,
      environment: "production",
      auto_merge: false,
      required_contexts: [],
    });
    await call(ada.token, repository, `/deployments/${id}/statuses`, { state: "success" });
  };
  /** What hears of each repository's events. */
  const listeners = new Map<string, (name: string, payload: Record<string, unknown>) => void>();
  const failures: unknown[] = [];
  /** Repositories whose CI fails the first time. */
  const flaky = new Set<string>();
  const finish = (repository: string, head: string | undefined, conclusion: string) =>
    void call(ciToken, repository, "/check-runs", {
      name: "ci",
      head_sha: head,
      status: "completed",
      conclusion,
    }).catch((error) => failures.push(error));
  github.onEvent((event) => {
    const payload = event.payload as Record<string, unknown> & {
      ref?: string;
      after?: string;
      pull_request?: { head: { sha: string } };
      check_run?: { head_sha: string };
    };
    const repository = event.repository ? `${event.repository.owner.login}/${event.repository.name}` : "";
    if (event.name === "push" && payload.ref === "refs/heads/main" && listeners.has(repository))
      deploy(repository, String(payload.after)).catch((error) => failures.push(error));
    if (event.name === "pull_request" && event.action === "opened")
      finish(repository, payload.pull_request?.head.sha, flaky.has(repository) ? "failure" : "success");
    if (event.name === "check_run" && event.action === "rerequested")
      finish(repository, payload.check_run?.head_sha, "success");
    listeners.get(repository)?.(event.name, {
      ...payload,
      ...(event.action ? { action: event.action } : {}),
      repository: { full_name: repository, default_branch: "main" },
      sender: { login: event.sender?.login ?? "ghost", type: "User" },
      installation: { id: 1 },
    });
  });

  let count = 0;
  /**
   * A whole incident in a repository of its own.
   * @param as `hear`: what becomes of a webhook, which is told to the loop, or not, or twice. `remedied`: what Scout sees of
   * a change that is out. `kill`: whether the process ends before GitHub does a write, or once it has done it, before anybody hears of it.
   */
  async function run(
    as: {
      hear?: (tell: () => Promise<void>) => void;
      remedied?: Recovery["state"];
      kill?: (seen: RequestSeen) => boolean;
      /** By a person's token in place of the App. */
      token?: boolean;
      /** What else is committed before it begins, and what Brain makes of the incident then. */
      prepare?: (
        commit: (files: Record<string, string>, message: string) => Promise<string>,
      ) => Promise<(incident: Incident) => Incident>;
      /** CI fails the first time that it runs, for no reason. */
      flaky?: boolean;
      /** Whether a person comments `/sre rollback` once the incident is over. */
      overruled?: boolean;
    } = {},
  ): Promise<Ended> {
    const {
      hear = (tell) => void tell(),
      remedied: became = "healed",
      kill,
      token = false,
      prepare,
      overruled = false,
      flaky: fails = false,
    } = as;
    const repository = `acme/shop-${++count}`;
    const from = github.journal().length;
    const found = prepare ? await prepare(commit) : (incident: Incident) => incident;
    await github.createRepository({ owner: "acme", name: `shop-${count}`, private: true, from: work });
    if (fails) flaky.add(repository);
    github.addCollaborator(repository, "ada", "admin");
    github.addCollaborator(repository, "robot", "write");
    await deploy(repository, suspect);
    // Not the first incident of a repository: its labels are known.
    for (const name of [
      "sre-space",
      ...["fixing", "watching", "healed"].map((state) => `sre-space:${state}`),
    ])
      await call(ada.token, repository, "/labels", { name, color: "ededed" });
    const base = portsOf();
    const first = diagnosedIncident({ repository, suspect, paths: [PRICE] });
    const diagnosis = first.diagnosis && { ...first.diagnosis, at: new Date().toISOString() };
    await base.store.put(found({ ...first, diagnosis }));
    let ended = Promise.withResolvers<Incident>();
    const answers: string[] = [];
    let living: { loop: Loop; die(): void };

    /** One process: what it holds in memory, and its loop. Once it is dead nothing of it reaches anything any more. */
    function live(): typeof living {
      const life = { dead: false };
      const mortal = <T extends object>(port: T): T =>
        new Proxy(port, {
          get(target, name, receiver) {
            const value = Reflect.get(target, name, receiver);
            if (typeof value !== "function") return value;
            return (...given: unknown[]) => {
              if (life.dead) throw new Error("killed");
              return lives.run(life, () => value.apply(target, given));
            };
          },
        });
      const connection = connectGitHub(
        token ? { ...settings, credentials: { kind: "token", token: robot.token, repository } } : settings,
      );
      const store = mortal(base.store);
      // As the service has it on its shelf.
      let shelf: ReturnType<typeof loadPolicy> | null = null;
      const policy = () => {
        shelf ??= loadPolicy(connection.reader(repository)).catch((error) => {
          shelf = null;
          throw error;
        });
        return shelf;
      };
      const clock: Clock = {
        now: () => Date.now(),
        after(milliseconds, callback) {
          const timer = setTimeout(() => !life.dead && callback(), (milliseconds / 1000) * SECOND);
          return () => clearTimeout(timer);
        },
      };
      const loop = runLoop(
        {
          ...base,
          store,
          clock,
          observer: {
            ...base.observer,
            evidence: () => ({ collectedAt: new Date().toISOString(), items: [], localisation: [] }),
            recovery: ({ since, remedied }) => ({
              at: new Date().toISOString(),
              since,
              state: remedied ? became : "not-healed",
              measured: { value: remedied && became === "healed" ? 0 : 0.3, unit: "ratio", samples: 100 },
              summary: remedied ? `Scout says: ${became}.` : "Not healed: 30% of 100 requests.",
            }),
          },
          reader: (name) => mortal(connection.reader(name)),
          writer: (name) => mortal(connection.writer(name)),
          facts: (name) => mortal(connection.facts(name)),
          policy,
          history: (of) => historyOf(of, store, null),
          publish: async (of) =>
            publish(of, {
              policy: (await policy()).policy,
              reporter: mortal(connection.reporter(repository)),
              reader: mortal(connection.reader(repository)),
              webUrl: settings.githubWebUrl,
              nowMs: Date.now(),
            }),
          wording: async (of, template = null) =>
            pullRequestWording(
              of,
              { quote: quoting([]), repositoryUrl: `${github.webUrl}/${repository}` },
              template,
            ),
          countWrites: writeCount.during,
          answer: async (_, __, { text }) => void answers.push(text),
        },
        (seen) => {
          const over = seen.closed && seen.issue?.state === "closed" && seen.remembered;
          if (!life.dead && (seen.needsHuman || over)) ended.resolve(seen);
        },
        () => {},
      );
      // Whoever is killed in the middle of it dies with it.
      loop.resume().catch(() => {});
      return {
        loop,
        die() {
          life.dead = true;
        },
      };
    }

    living = live();
    const off = github.onRequest((seen) => {
      if (seen.actor !== "sre-space" || !seen.write || !kill?.(seen)) return;
      living.die();
      living = live();
      if (seen.phase === "before") throw new Error("killed before the write was done");
    });
    listeners.set(repository, (name, payload) =>
      hear(async () => {
        const signal = fromWebhook(name, payload, new Date().toISOString());
        if (signal && signal.kind !== "alert") await living.loop.hear(signal as HookSignal);
      }),
    );
    let seen = await ended.promise;
    if (overruled) {
      ended = Promise.withResolvers<Incident>();
      const command = {
        kind: "command" as const,
        repository,
        receivedAt: new Date().toISOString(),
        issue: seen.issue?.number ?? 0,
        comment: 1,
        actor: "ada",
        command: "rollback" as const,
      };
      // As an acknowledged signal it is acted on again where the process ended before it was heard.
      while (
        !(await living.loop.hear(command).then(
          () => true,
          () => false,
        ))
      );
      seen = await ended.promise;
    }
    listeners.delete(repository);
    off();
    await living.loop.stop();
    return { ...(await whatStands(repository, seen, from)), answers };
  }

  async function whatStands(
    repository: string,
    incident: Incident,
    from: number,
  ): Promise<Omit<Ended, "answers">> {
    const held = github.state.repositories.get(repository)!;
    const all = [...held.issues.values()];
    const comments = [...held.comments.values()];
    const main = (await held.git.ref("refs/heads/main")) ?? "";
    const log = await held.git.range(main, suspect);
    const subjects = await Promise.all(
      log.map(async (one) => (await held.git.commit(one))?.message.split("\n")[0] ?? ""),
    );
    return {
      repository,
      incident,
      issues: all
        .filter((one) => !one.pull)
        .map((one) => ({
          state: one.state,
          body: one.body ?? "",
          labels: one.labels.map(({ name }) => name).toSorted(),
          comments: comments.filter(({ issue }) => issue === one).length,
        })),
      pulls: all.flatMap((one) =>
        one.pull
          ? [
              {
                merged: one.pull.merged,
                labels: one.labels.map(({ name }) => name).toSorted(),
                head: one.pull.headRef,
              },
            ]
          : [],
      ),
      branches: (await held.git.refs("refs/heads/")).map(({ name }) => name.slice(11)).toSorted(),
      subjects: subjects.toSorted(),
      checks: [...held.checkRuns.values()].map(({ name, conclusion }) => `${name}: ${conclusion}`).toSorted(),
      statuses: held.statuses.map(({ context, state }) => `${context}: ${state}`).toSorted(),
      deployments: held.deployments.size,
      writes: github
        .journal()
        .slice(from)
        .filter(
          (one) =>
            one.write && ["sre-space", "robot"].includes(one.actor) && one.status < 400 && one.status > 0,
        )
        .map(
          ({ method, path }) => `${method} ${path.replace(`/repos/${repository}`, "").replace(/\d+/g, "N")}`,
        ),
    };
  }

  return {
    github,
    run,
    /** Calls of the App since then, as method and path with its numbers and names left out. */
    async stop() {
      pace.second = real;
      globalThis.fetch = network;
      await github.close();
      rmSync(directory, { recursive: true, force: true });
      if (failures.length > 0) throw failures[0];
    },
  };
}
