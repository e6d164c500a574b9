import type { Step } from "./outside-burst.ts";

/** What belongs together comes within so many seconds. */
const BLOCK_SECONDS = 3;
/** As if one block more had been seen that varies so much. */
const PRIOR = 2;

/**
 * How much more the bad requests of a window vary from block to block than chance alone would have it: Pearson's estimate
 * as in `dispersion.ts`, with the window's own share. A fault that lasts comes evenly, and clusters of failures do not,
 * so that a window tells them apart where no past can.
 */
export function windowDispersion(steps: readonly Step[]): number {
  const blocks: { total: number; hits: number }[] = [];
  let start = Number.NEGATIVE_INFINITY;
  let total = 0;
  let hits = 0;
  for (const step of steps) {
    if (step.second >= start + BLOCK_SECONDS) {
      blocks.push({ total: 0, hits: 0 });
      start = step.second;
    }
    const block = blocks.at(-1) as (typeof blocks)[number];
    block.total += step.total;
    block.hits += step.hits;
    total += step.total;
    hits += step.hits;
  }
  if (hits === 0) return PRIOR;
  let squares = 0;
  for (const block of blocks) {
    const expected = (block.total * hits) / total;
    squares += (block.hits - expected) ** 2 / expected;
  }
  return (squares + PRIOR) / blocks.length;
}
