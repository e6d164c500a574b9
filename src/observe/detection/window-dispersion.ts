import type { Step } from "./outside-burst.ts";

/** What belongs together comes within so many seconds. */
const BLOCK_SECONDS = 3;
/** As if one block more had been seen that varies so much. */
const PRIOR = 2;
/** In a longer window seconds are no longer known one by one. */
const LONGEST_SECONDS = 120;

/**
 * How much more the bad requests of a window vary from block to block than chance alone would have it: Pearson's estimate
 * as in `dispersion.ts`, with the window's own share, and, because a client that tries again and again brings its own
 * requests, over time alone; the greater of both. A fault that lasts comes evenly, and clusters of failures do not, so that
 * a window tells them apart where no past can.
 */
export function windowDispersion(steps: readonly Step[]): number {
  const first = steps[0]?.second ?? 0;
  const blocks = new Map<number, { total: number; hits: number }>();
  let total = 0;
  let hits = 0;
  for (const step of steps) {
    const at = Math.floor((step.second - first) / BLOCK_SECONDS);
    const block = blocks.get(at) ?? { total: 0, hits: 0 };
    blocks.set(at, block);
    block.total += step.total;
    block.hits += step.hits;
    total += step.total;
    hits += step.hits;
  }
  if (hits === 0) return PRIOR;
  let byRequests = 0;
  for (const block of blocks.values()) byRequests += off(block.hits, (block.total * hits) / total);
  const ofRequests = (byRequests + PRIOR) / blocks.size;
  const seconds = (steps.at(-1)?.second ?? 0) - first + 1;
  // The last block is not over.
  const whole = Math.floor(seconds / BLOCK_SECONDS);
  if (seconds > LONGEST_SECONDS || whole === 0) return ofRequests;
  let inWhole = 0;
  for (const [at, block] of blocks) if (at < whole) inWhole += block.hits;
  let byTime = 0;
  for (let at = 0; at < whole && inWhole > 0; at++) byTime += off(blocks.get(at)?.hits ?? 0, inWhole / whole);
  return Math.max(ofRequests, (byTime + PRIOR) / whole);
}

const off = (hits: number, expected: number) => (hits - expected) ** 2 / expected;
