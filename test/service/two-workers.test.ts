import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pino } from "pino";
import { expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { Clock } from "../../src/contracts/ports/clock.ts";
import { alertRoutes } from "../../src/edge/alerts/receive.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { wire } from "../../src/wire.ts";
import { startRedis } from "../bus/redis-server.ts";
import { startLocalGitHub } from "../github/local-github.ts";
import { startPostgres } from "../store/start-postgres.ts";

const absent = (process.env.SRE_SPACE_ABSENT ?? "").split(",");
const REPOSITORIES = Array.from({ length: 6 }, (_, n) => `acme/team-${n}`);
const POLICY = "version: 1\nmode: report\nservices:\n  api: {paths: [src/**]}\n";
const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((again) => setTimeout(again, 100));
}

it.skipIf(absent.includes("redis-server"))(
  "two workers with one Redis and one PostgreSQL handle each incident once; one goes, and the other goes on",
  { timeout: 600_000 },
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "sre-space-workers-"));
    const [github, redis, postgres] = await Promise.all([startLocalGitHub(), startRedis(), startPostgres()]);
    const seed = join(directory, "seed");
    const git = (...args: string[]) => promisify(execFile)("git", args);
    await git("init", "--quiet", "--initial-branch=main", seed);
    writeFileSync(join(seed, ".sre-space.yml"), POLICY);
    await git("-C", seed, "add", "-A");
    const person = ["-c", "user.name=Dev", "-c", "user.email=dev@acme.test", "-c", "commit.gpgsign=false"];
    await git("-C", seed, ...person, "commit", "--quiet", "-m", "chore: policy");
    for (const repository of REPOSITORIES) {
      const name = repository.slice("acme/".length);
      await github.github.createRepository({ owner: "acme", name, private: true, from: seed });
      github.github.addCollaborator(repository, "pricing-dev", "write");
    }
    const databaseUrl = await postgres.database();

    async function startWorker(name: string) {
      const settings = {
        ...github.settings,
        dataDir: join(directory, name),
        databaseUrl,
        bus: { home: "redis" as const, url: redis.url },
      };
      const { credentials } = settings;
      if (!credentials) throw new Error("the local GitHub has credentials");
      const log = pino({ level: process.env.SRE_TEST_LOG ?? "silent" });
      const telemetry = await startTelemetry({}, 0, () => {});
      const wired = await wire({ ...settings, credentials }, clock, log, telemetry);
      await wired.start();
      return {
        wired,
        async send(repository: string, rule: string): Promise<number> {
          const edge = alertRoutes({
            authenticate: () => [repository],
            secrets: { sentry: [], pagerduty: [] },
            accept: (key, signal) => wired.accept(key, signal),
            now: () => clock.now(),
          });
          const body = {
            id: `${repository} ${rule}`,
            service: "api",
            summary: `${rule}: 31% of requests fail`,
            metric: rule,
            fired_at: new Date(clock.now()).toISOString(),
          };
          const answer = await edge.request("/api/alerts/generic", {
            method: "POST",
            headers: { "content-type": "application/json", authorization: "Bearer any" },
            body: JSON.stringify(body),
          });
          return answer.status;
        },
        incidents: (): Promise<Incident[]> => wired.store.recent(100),
      };
    }

    const workers = [await startWorker("one"), await startWorker("two")];
    const running = new Set(workers);
    const worker = (n: number) => workers[n % 2] as (typeof workers)[number];
    try {
      for (const one of workers) await until(() => one.wired.source.bus().carries === "redis");
      // Whoever watches either is told of what both do.
      const told = workers.map(({ wired }) => {
        const ids = new Set<string>();
        wired.feed.subscribe(({ type, data }) => {
          if (type === "incident") ids.add((data as { id: string }).id);
        });
        return ids;
      });
      // Each cause is reported to both.
      for (const [n, repository] of REPOSITORIES.entries()) {
        expect(await worker(n).send(repository, "ErrorsHigh")).toBe(202);
        expect(await worker(n + 1).send(repository, "ErrorBudgetBurn")).toBe(202);
      }
      const shown = async () => (await worker(0).incidents()).filter(({ issue }) => issue !== null);
      await until(async () => new Set((await shown()).map(({ repository }) => repository)).size === 6);
      await until(async () => (await worker(0).wired.store.pending()).length === 0);
      await until(async () => (await worker(1).wired.store.pending()).length === 0);
      expect((await worker(0).incidents()).map(({ repository }) => repository).toSorted()).toEqual(
        REPOSITORIES,
      );
      const issuesOf = (repository: string) =>
        [...(github.github.state.repositories.get(repository)?.issues.values() ?? [])].filter(
          (one) => !one.pull,
        );
      for (const repository of REPOSITORIES) expect(issuesOf(repository)).toHaveLength(1);

      for (const [n, one] of workers.entries()) {
        await until(() => one.wired.source.workers()?.length === 2);
        const all = (await one.incidents()).map(({ id }) => id);
        await until(() => all.every((id) => told[n]?.has(id)));
      }

      // One goes. Whatever it was doing is the other's now, which hears of all of them.
      running.delete(worker(0));
      await worker(0).wired.stop();
      for (const { repository, issue } of await worker(1).incidents()) {
        const at = new Date(clock.now()).toISOString();
        const command = {
          kind: "command" as const,
          repository,
          receivedAt: at,
          issue: issue?.number ?? null,
          comment: 1_000 + REPOSITORIES.indexOf(repository),
          writtenAt: at,
          actor: "pricing-dev",
          command: "resolve" as const,
        };
        expect(await worker(1).wired.accept("", command)).toBe("accepted");
        expect(await worker(1).wired.accept("", command)).toBe("duplicate");
      }
      await until(async () => (await worker(1).incidents()).every(({ closed }) => closed !== null));
      expect((await worker(1).incidents()).map(({ closed }) => closed?.as)).toEqual(
        REPOSITORIES.map(() => "resolved-by-person"),
      );
      for (const repository of REPOSITORIES) expect(issuesOf(repository)).toHaveLength(1);
    } finally {
      for (const one of running) await one.wired.stop();
      await Promise.all([github.stop(), redis.end(), postgres.end()]);
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
