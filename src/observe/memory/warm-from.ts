import type { ProcessMemory } from "./memory-book.ts";
import { WARM_UP_SECONDS } from "./memory-trend.ts";

/** A process younger than this may be in a fall that leaves no time to wait for its warm-up to end. */
const YOUNG_SECONDS = 12;
const LOADED_SECONDS = 0.5;

/** From which age on, in seconds, the memory of a process tells something: for a very young one, from when it was loaded. */
export function warmFrom(process: ProcessMemory): number {
  return (process.lastMs - process.firstMs) / 1_000 < YOUNG_SECONDS ? LOADED_SECONDS : WARM_UP_SECONDS;
}
