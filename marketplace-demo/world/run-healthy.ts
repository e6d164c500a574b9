import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault-catalogue.ts";
import { type HealthyEvent, healthyDay } from "./healthy-day.ts";
import type { Commit } from "./push-commits.ts";
import { GitFailed } from "./run-git.ts";
import { seededRandom } from "./seeded-random.ts";
import { shuffle } from "./shuffle.ts";
import type { Say, World } from "./start-world.ts";

/** What `--healthy` found. */
export type HealthyOutcome = {
  fault: "healthy";
  seconds: number;
  innocent_deploys: string[];
  restarts: number;
  bursts: number;
  issues: { number: number; title: string }[];
  transactions: number;
  failed: number;
  github_writes: number;
  correct: boolean;
};

/** How often the number of customers follows the day, in milliseconds. */
const FOLLOW_EVERY = 1_000;

/**
 * Watches a world in which nothing is broken, through days that are pressed into `seconds`: the innocent commits of the
 * catalogue are deployed one after the other, services are restarted, customers come in bursts. Any issue that the engine
 * opens is a failure.
 */
export async function runHealthy(
  world: World,
  faults: Fault[],
  seconds: number,
  say: Say,
): Promise<HealthyOutcome> {
  const from = Date.now();
  const random = seededRandom(world.seed * 7_919 + 29);
  const waiting = shuffle(innocentCommits(faults), random);
  const ours = [...world.services.keys()].filter((service) => service !== "carrier");
  const day = healthyDay(seconds, ours, random);
  const follow = setInterval(() => world.traffic.scale(day.rate((Date.now() - from) / 1_000)), FOLLOW_EVERY);
  const deploys: string[] = [];
  let restarts = 0;
  let bursts = 0;

  async function happen(event: HealthyEvent): Promise<void> {
    if (event.kind === "deploy") {
      const sha = await pushNext(world, waiting, say);
      if (sha !== undefined) deploys.push(sha);
    } else if (event.kind === "restart") {
      // As an orchestrator rolls it; not in the middle of a deployment, which would do the same at once.
      await world.deployer.idle();
      await world.services.get(event.service)?.restart();
      restarts++;
      say(`restarted ${event.service}`);
    } else {
      bursts++;
      say(`${event.factor.toFixed(1)} times the customers for ${event.seconds.toFixed(0)} s`);
    }
  }

  try {
    for (const event of day.events) {
      await sleep(Math.max(0, from + event.at * 1_000 - Date.now()));
      await happen(event);
    }
    await sleep(Math.max(0, from + seconds * 1_000 - Date.now()));
  } finally {
    clearInterval(follow);
    world.traffic.scale(1);
  }
  await world.deployer.idle();
  const issues = world.watch.issues().map(({ number, title }) => ({ number, title }));
  const { total, failed } = world.traffic.since(from);
  return {
    fault: "healthy",
    seconds,
    innocent_deploys: deploys,
    restarts,
    bursts,
    issues,
    transactions: total,
    failed,
    github_writes: world.github.writesOfService(),
    correct: issues.length === 0,
  };
}

function innocentCommits(faults: Fault[]): Commit[] {
  return faults.flatMap((fault) =>
    fault.commits
      .filter((commit) => !commit.culprit)
      .map((commit) => ({ ...commit, patch: join(fault.directory, commit.patch) })),
  );
}

/** Pushes the next commit that still finds its place: two faults may bury their culprit among commits to the same lines. */
async function pushNext(world: World, waiting: Commit[], say: Say): Promise<string | undefined> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    try {
      const [pushed] = await world.committer.push([next]);
      if (!pushed) continue;
      say(`pushed ${pushed.sha.slice(0, 7)} ${next.message.split("\n", 1)[0]}`);
      return pushed.sha;
    } catch (error) {
      if (!(error instanceof GitFailed)) throw error;
    }
  }
  return undefined;
}
