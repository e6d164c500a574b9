import { availableParallelism, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { NotHealthy } from "./not-healthy.ts";
import type { Say, World } from "./start-world.ts";

/** How long the world is healthy, with customers in it, before anything is broken. An engine needs a baseline. */
export const BASELINE_SECONDS = 20;
const PATIENCE = 120_000;

/**
 * Waits for that long of uninterrupted health as customers see it. Throws {@link NotHealthy} when the world does not
 * become healthy, with what customers saw.
 */
export async function waitForBaseline(
  world: Pick<World, "traffic" | "logs">,
  say: Say,
  patience: number = PATIENCE,
): Promise<void> {
  say(`healthy traffic for ${BASELINE_SECONDS} s, so that there is a baseline`);
  const deadline = Date.now() + patience;
  let from = Date.now();
  while (Date.now() - from < BASELINE_SECONDS * 1_000) {
    await sleep(250);
    const { failures } = world.traffic.since(from);
    const last = failures.at(-1);
    if (!last) continue;
    if (Date.now() > deadline) {
      const seen = `${last.name} was answered with ${last.status}`;
      throw new NotHealthy(seen, loadavg()[0] ?? 0, availableParallelism(), world.logs);
    }
    from = Date.now();
  }
  const { total, share, slowest } = world.traffic.since(from);
  say(
    `baseline: ${total} transactions, ${(share * 100).toFixed(1)}% good, slowest ${Math.round(slowest)} ms`,
  );
}
