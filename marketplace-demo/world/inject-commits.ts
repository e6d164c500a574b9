import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deployed } from "./deployer.ts";
import type { Fault } from "./fault-catalogue.ts";
import { findRevertedPatches } from "./find-reverted-patches.ts";
import { orderCommits } from "./order-commits.ts";
import type { Pushed } from "./push-commits.ts";
import type { Random } from "./seeded-random.ts";
import type { Say, World } from "./start-world.ts";

export type Injected = {
  pushed: Pushed[];
  /** Epoch milliseconds at which the culprit's revision answered its first request. */
  inForce: Promise<number>;
};

/**
 * Pushes the commits of a fault as the marketplace's developers would, `spacing` apart; resolves when the last one is
 * pushed. A patch that already stands (the fault was injected before in this world) is left out.
 */
export async function injectCommits(world: World, fault: Fault, random: Random, say: Say): Promise<Injected> {
  const pushed: Pushed[] = [];
  const culprits = new Set<string>();
  let reached: (at: number) => void = () => {};
  const inForce = new Promise<number>((resolve) => {
    reached = resolve;
  });
  for (const front of world.switches.values()) {
    front.onFirstServed((target, at) => {
      if (!culprits.has(target.revision)) return;
      say(`first request served by the culprit ${target.revision.slice(0, 7)} (${front.service})`, at);
      reached(at);
    });
  }
  // A culprit that replaces no process (a file that is read while running) is in force when it is deployed.
  world.deployer.onDeployed((deployed: Deployed) => {
    if (culprits.has(deployed.sha) && deployed.services.length === 0) reached(deployed.endedAt);
    if (culprits.has(deployed.sha) && deployed.state === "failure") {
      say(`the culprit could not be deployed: ${deployed.problem}`);
      reached(deployed.endedAt);
    }
  });
  const commits = orderCommits(fault.commits, random);
  for (const [index, commit] of commits.entries()) {
    if (index > 0) await sleep(fault.spacing);
    const patch = join(fault.directory, commit.patch);
    await world.committer.refresh();
    if ((await findRevertedPatches(world.committer.directory, [patch])).length === 0) {
      say(`${commit.patch} is in main already`);
      continue;
    }
    const done = await world.committer.push({
      ...commit,
      patch,
      onCommitted: (sha) => commit.culprit && culprits.add(sha),
    });
    pushed.push(done);
    say(
      `pushed ${done.sha.slice(0, 7)} ${commit.culprit ? "CULPRIT " : ""}${commit.message.split("\n", 1)[0]}`,
      done.at,
    );
  }
  return { pushed, inForce };
}
