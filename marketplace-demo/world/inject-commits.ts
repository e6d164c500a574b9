import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault-catalogue.ts";
import { findRevertedPatches } from "./find-reverted-patches.ts";
import { orderCommits } from "./order-commits.ts";
import type { Commit, Pushed } from "./push-commits.ts";
import type { Random } from "./seeded-random.ts";
import type { Say, World } from "./start-world.ts";

export type Injection = {
  /** Every commit of the fault, when the last one is pushed; rejects where one cannot be. */
  pushed: Promise<Pushed[]>;
  /**
   * Epoch milliseconds at which the culprit's revision answered its first request. Where the culprit replaces no
   * process, or none with traffic, when it was deployed.
   */
  inForce: Promise<number>;
  /** The culprits that were committed so far. */
  culprits: ReadonlySet<string>;
};

/** How long after its deployment a culprit may wait for its first request, in milliseconds. */
const FIRST_REQUEST = 30_000;

/**
 * Pushes the commits of a fault as the marketplace's developers would, `spacing` apart. A patch that already stands (the
 * fault was injected before in this world) is left out.
 */
export function injectCommits(world: World, fault: Fault, random: Random, say: Say): Injection {
  const culprits = new Set<string>();
  const inForce = new Promise<number>((resolve) => {
    for (const front of world.switches.values()) {
      front.onFirstServed((target, at) => {
        if (!culprits.has(target.revision)) return;
        say(`first request served by the culprit ${target.revision.slice(0, 7)} (${front.service})`, at);
        resolve(at);
      });
    }
    world.deployer.onDeployed(({ sha, state, services, endedAt, problem }) => {
      if (!culprits.has(sha)) return;
      if (state === "failure") say(`the culprit could not be deployed: ${problem}`);
      if (state === "failure" || services.length === 0) resolve(endedAt);
      else setTimeout(() => resolve(endedAt), FIRST_REQUEST).unref();
    });
  });

  async function push(): Promise<Pushed[]> {
    const pushed: Pushed[] = [];
    let waiting: Commit[] = [];
    for (const [index, commit] of orderCommits(fault.commits, random).entries()) {
      if (index > 0 && waiting.length === 0) await sleep(fault.spacing);
      const patch = join(fault.directory, commit.patch);
      await world.committer.refresh();
      if ((await findRevertedPatches(world.committer.directory, [patch])).length === 0)
        say(`${commit.patch} is in main already`);
      else
        waiting.push({
          ...commit,
          patch,
          onCommitted: (sha) => {
            if (commit.culprit) culprits.add(sha);
            if (commit.canary) world.deployer.tryOut(sha);
          },
        });
      if (commit.together || waiting.length === 0) continue;
      const done = await world.committer.push(waiting);
      for (const [at, one] of done.entries()) {
        const subject = waiting[at]?.message.split("\n", 1)[0];
        say(`pushed ${one.sha.slice(0, 7)} ${one.culprit ? "CULPRIT " : ""}${subject}`, one.at);
      }
      pushed.push(...done);
      waiting = [];
    }
    if (fault.kind === "change" && culprits.size === 0) {
      throw new Error(`The culprit of ${fault.id} is in main already: there is nothing to break.`);
    }
    return pushed;
  }
  return { pushed: push(), inForce, culprits };
}
