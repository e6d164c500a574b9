import type { Clock } from "./contracts/ports/clock.ts";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * Runs it until it succeeds, each time after twice the wait of before, at most a minute. Never rejects.
 *
 * @param failed is told of every failure and of the milliseconds to the next try; false gives up
 */
export async function untilDone(
  run: () => Promise<void>,
  clock: Clock,
  failed: (error: unknown, retryInMs: number) => boolean,
): Promise<void> {
  for (let wait = FIRST_RETRY_MS; ; wait = Math.min(LAST_RETRY_MS, wait * 2)) {
    try {
      return await run();
    } catch (error) {
      if (!failed(error, wait)) return;
      await new Promise<void>((done) => clock.after(wait, done));
    }
  }
}
