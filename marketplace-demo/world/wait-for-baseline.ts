import { setTimeout as sleep } from "node:timers/promises";
import type { Say, World } from "./start-world.ts";

/** How long the world is healthy, with customers in it, before anything is broken. An engine needs a baseline. */
export const BASELINE_SECONDS = 20;
const PATIENCE = 120_000;

/**
 * Waits for that long of uninterrupted health as customers see it. Throws when the world does not become healthy, with
 * what customers saw.
 */
export async function waitForBaseline(world: World, say: Say): Promise<void> {
  say(`healthy traffic for ${BASELINE_SECONDS} s, so that there is a baseline`);
  const deadline = Date.now() + PATIENCE;
  let from = Date.now();
  while (Date.now() - from < BASELINE_SECONDS * 1_000) {
    await sleep(250);
    const { failures } = world.traffic.since(from);
    const last = failures.at(-1);
    if (!last) continue;
    if (Date.now() > deadline) {
      throw new Error(
        `The marketplace did not stay healthy: ${last.name} was answered with ${last.status}. Read the logs in ${world.logs}`,
      );
    }
    from = Date.now();
  }
  const { total, share, slowest } = world.traffic.since(from);
  say(
    `baseline: ${total} transactions, ${(share * 100).toFixed(1)}% good, slowest ${Math.round(slowest)} ms`,
  );
}
