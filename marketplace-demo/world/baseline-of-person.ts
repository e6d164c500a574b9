import { NotHealthy } from "./not-healthy.ts";
import type { Options } from "./read-options.ts";
import type { Say, World } from "./start-world.ts";
import { waitForBaseline } from "./wait-for-baseline.ts";

/** Whoever was told to break something may do so before there is a baseline, and must not end the demo by it. */
export async function baselineOfPerson(
  world: Pick<World, "traffic" | "logs">,
  { faults, healthySeconds }: Pick<Options, "faults" | "healthySeconds">,
  say: Say,
  patience?: number,
): Promise<void> {
  try {
    await waitForBaseline(world, say, patience);
  } catch (error) {
    if (!(error instanceof NotHealthy) || faults.length > 0 || healthySeconds !== undefined) throw error;
    say(error.message);
  }
}
