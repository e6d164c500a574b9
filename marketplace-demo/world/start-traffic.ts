import { chooseTransaction, type Known } from "./choose-transaction.ts";
import { type Performed, performTransaction } from "./perform-transaction.ts";
import type { Random } from "./seeded-random.ts";

export type Traffic = {
  /** What customers saw since `from` (epoch milliseconds), by the time at which they began. */
  since(from: number): {
    total: number;
    failed: number;
    share: number;
    slowest: number;
    failures: Performed[];
  };
  /** Multiplies the rate; 1 is normal. */
  scale(factor: number): void;
  stop(): Promise<void>;
};

const RATE_PER_SECOND = 19;
const MOST_WAITING = 400;
const KEPT = 60_000;

/**
 * Customers of the storefront: an open loop with exponential pauses (they don't wait for one another when the shop is
 * slow), the same transactions for the same seed.
 */
export function startTraffic(baseUrl: string, random: Random): Traffic {
  const results: Performed[] = [];
  const known: Known = { quotes: [], policies: [], claims: [] };
  const underWay = new Set<Promise<void>>();
  let factor = 1;
  let stopped = false;
  let timer: NodeJS.Timeout;
  let due = performance.now();

  async function perform(): Promise<void> {
    const result = await performTransaction(baseUrl, chooseTransaction(random, known), known);
    if (stopped) return;
    results.push(result);
    if (results.length > KEPT) results.splice(0, KEPT / 10);
  }

  function next(): void {
    // Arrivals keep to their own time table: what a busy event loop delayed is made up for.
    while (!stopped && due <= performance.now()) {
      if (underWay.size < MOST_WAITING) {
        const one: Promise<void> = perform().finally(() => underWay.delete(one));
        underWay.add(one);
      }
      due += (-Math.log(1 - random()) / (RATE_PER_SECOND * factor)) * 1_000;
    }
    if (!stopped) timer = setTimeout(next, Math.max(1, due - performance.now()));
  }
  timer = setTimeout(next, 0);

  return {
    since(from) {
      const seen = results.filter((result) => result.at >= from);
      const failures = seen.filter((result) => !result.ok);
      return {
        total: seen.length,
        failed: failures.length,
        share: seen.length === 0 ? 0 : (seen.length - failures.length) / seen.length,
        slowest: Math.max(0, ...seen.map((result) => result.milliseconds)),
        failures,
      };
    },
    scale(next) {
      factor = next;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}
