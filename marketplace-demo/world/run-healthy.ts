import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault-catalogue.ts";
import { GitFailed } from "./run-git.ts";
import { seededRandom } from "./seeded-random.ts";
import { shuffle } from "./shuffle.ts";
import type { Say, World } from "./start-world.ts";

/** What `--healthy` found. */
export type HealthyOutcome = {
  fault: "healthy";
  seconds: number;
  innocent_deploys: string[];
  issues: { number: number; title: string }[];
  transactions: number;
  failed: number;
  github_writes: number;
  correct: boolean;
};

const BETWEEN_DEPLOYS = 10_000;

/**
 * Watches a world in which nothing is broken, while the innocent commits of the catalogue are deployed one after the
 * other. Any issue that the engine opens is a failure.
 */
export async function runHealthy(
  world: World,
  faults: Fault[],
  seconds: number,
  say: Say,
): Promise<HealthyOutcome> {
  const from = Date.now();
  const innocent = faults.flatMap((fault) =>
    fault.commits
      .filter((commit) => !commit.culprit)
      .map((commit) => ({ ...commit, patch: join(fault.directory, commit.patch) })),
  );
  const waiting = shuffle(innocent, seededRandom(world.seed * 7_919 + 29));
  const deploys: string[] = [];
  while (Date.now() - from < seconds * 1_000) {
    const next = waiting.shift();
    if (next) {
      try {
        const [pushed] = await world.committer.push([next]);
        if (!pushed) continue;
        deploys.push(pushed.sha);
        say(`pushed ${pushed.sha.slice(0, 7)} ${next.message.split("\n", 1)[0]}`);
      } catch (error) {
        // Two faults may bury their culprit among commits to the same lines; here only one of them finds its place.
        if (!(error instanceof GitFailed)) throw error;
        continue;
      }
    }
    await sleep(Math.min(BETWEEN_DEPLOYS, Math.max(0, from + seconds * 1_000 - Date.now())));
  }
  await world.deployer.idle();
  const issues = world.watch.issues().map(({ number, title }) => ({ number, title }));
  const { total, failed } = world.traffic.since(from);
  return {
    fault: "healthy",
    seconds,
    innocent_deploys: deploys,
    issues,
    transactions: total,
    failed,
    github_writes: world.github.writesOfService(),
    correct: issues.length === 0,
  };
}
