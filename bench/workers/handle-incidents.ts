import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { startRedis } from "../../test/bus/redis-server.ts";
import { startPostgres } from "../../test/store/start-postgres.ts";
import { startCompany } from "../company/company.ts";
import { processorSeconds } from "../company/processor-seconds.ts";
import { type RunningService, startService } from "../company/start-service.ts";
import { makeProcessorGroup, type ProcessorGroup } from "./processor-group.ts";

const LATENCY_MS = 300;
/** Healthy traffic before anything breaks. */
const BASELINE_MS = 20_000;
const POLL_MS = 200;
/**
 * Of a processor, for each worker. Without a share of its own a second worker would get what GitHub, the databases and the traffic
 * of the benchmark leave, which says more of the machine than of the workers (× 1.30 on two processors). With half of one, the
 * traffic of all alone keeps a single worker so busy that two are faster by × 4.7: that flatters them.
 */
const PROCESSORS = 0.75;

export interface Handled {
  workers: number;
  incidents: number;
  /** From the moment at which the services break to the last of the pull requests. */
  seconds: number;
  /** Seconds until a tenth, half and nine tenths of them had theirs. */
  until: { p10: number; p50: number; p90: number };
  issues: number;
  branches: number;
  pull_requests: number;
  /** Incidents in the store, and how many of them share an issue or a branch with another. */
  stored: number;
  shared: number;
  writes: number;
  /** Of each worker, and of what surrounds them: GitHub, people, traffic. */
  processor_seconds: { workers: number[]; world: number };
  failures: string[];
}

/**
 * Breaks every service of a company at one moment and waits until each incident has its issue, its branch and its pull
 * request, which a person had to approve: unrelated repositories that break together are held. Workers are processes of
 * their own, each with three quarters of a processor, and one Redis and one PostgreSQL; a repository's telemetry goes to one of them.
 *
 * @throws Error where nothing new happens for that long
 */
export async function handleIncidents(
  of: { workers: number; repositories: number; servicesEach: number; patienceMs: number },
  say: (text: string, done: number) => void,
): Promise<Handled> {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const company = await startCompany({ ...of, checks: false });
  const services: RunningService[] = [];
  const groups: ProcessorGroup[] = [];
  const incidents = company.services.length;
  try {
    const databaseUrl = await postgres.database();
    for (let at = 0; at < of.workers; at++) {
      const group = makeProcessorGroup(`worker-${at}`, PROCESSORS);
      groups.push(group);
      const environment = {
        ...company.environment,
        DATABASE_URL: databaseUrl,
        EVENT_BUS: "redis",
        SRE_REDIS_URL: redis.url,
      };
      services.push(await startService(join(company.directory, `worker-${at}`), environment, group.procs));
    }
    company.github.setWebhook("sre-space", {
      url: `${services[0]?.url}/api/github/webhooks`,
      secret: company.environment.WEBHOOK_SECRET ?? null,
    });
    const indexOf = new Map(company.repositories.map((repository, at) => [repository, at]));
    // What one token names is watched by one worker: each repository has its own.
    company.traffic(
      ({ repository }) => urlOf(services, indexOf.get(repository) ?? 0),
      (service) => company.tokenOf(service),
    );
    const pulls = () => company.repositories.reduce((sum, one) => sum + company.pulls(one).length, 0);
    const issues = () => company.repositories.reduce((sum, one) => sum + incidentIssues(one), 0);
    const incidentIssues = (repository: string) =>
      company
        .issues(repository)
        .filter(({ labels }) => !labels.some(({ name }) => name === "sre-space:dashboard")).length;
    await new Promise((done) => setTimeout(done, BASELINE_MS));
    company.github.setLatency(LATENCY_MS);
    company.github.clearJournal();
    await company.breakServices(company.services);

    const began = performance.now();
    const before = services.map(({ pid }) => processorSeconds(pid));
    const world = process.cpuUsage();
    const done: number[] = [];
    let seen = "";
    for (let news = performance.now(); done.length < incidents; ) {
      await new Promise((again) => setTimeout(again, POLL_MS));
      const now = performance.now();
      const opened = pulls();
      while (done.length < opened) done.push((now - began) / 1000);
      const state = `${issues()} issues, ${company.approvals()} approvals, ${opened} pull requests`;
      say(`${of.workers} at work: ${state}`, opened / incidents);
      if (state !== seen) news = now;
      seen = state;
      if (now - news > of.patienceMs)
        throw new Error(
          `Of ${incidents} incidents: ${state}, and nothing new for ${of.patienceMs / 1000} s.`,
        );
    }
    const { user, system } = process.cpuUsage(world);
    const used = services.map(({ pid }, at) => processorSeconds(pid) - (before[at] ?? 0));
    // What would be done twice is done by then.
    await new Promise((late) => setTimeout(late, 5_000));
    const stored = await storedIncidents(databaseUrl);
    const at = (share: number) => done[Math.ceil(share * incidents) - 1] ?? Number.NaN;
    const branches = await Promise.all(company.gitDirs.map(countBranches));
    return {
      workers: of.workers,
      incidents,
      seconds: done.at(-1) ?? Number.NaN,
      until: { p10: at(0.1), p50: at(0.5), p90: at(0.9) },
      issues: issues(),
      branches: branches.reduce((sum, n) => sum + n, 0),
      pull_requests: pulls(),
      stored: stored.length,
      shared:
        2 * stored.length -
        new Set(stored.map(({ repository, issue }) => `${repository} ${issue}`)).size -
        new Set(stored.map(({ repository, branch }) => `${repository} ${branch}`)).size,
      writes: company.github.journal().filter(({ write, kind }) => write && kind === "installation").length,
      processor_seconds: { workers: used, world: (user + system) / 1e6 },
      failures: company.failures.map(String),
    };
  } finally {
    await Promise.all(services.map((one) => one.stop()));
    await Promise.all(groups.map((one) => one.remove()));
    await company.stop();
    await Promise.all([redis.end(), postgres.end()]);
  }
}

function urlOf(services: readonly RunningService[], repository: number): string {
  return services[repository % services.length]?.url ?? "";
}

async function storedIncidents(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ repository: string; issue: string; branch: string }>(
      "select repository, body::json->'issue'->>'number' as issue, body::json->'outcome'->'branch'->>'name' as branch from incident",
    );
    return rows;
  } finally {
    await client.end();
  }
}

async function countBranches(gitDir: string): Promise<number> {
  const refs = ["--git-dir", gitDir, "for-each-ref", "--format=%(refname)", "refs/heads/"];
  const { stdout } = await promisify(execFile)("git", refs);
  return stdout.split("\n").filter((ref) => ref !== "" && ref !== "refs/heads/main").length;
}
