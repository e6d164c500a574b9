import type { ProcessMemory } from "./memory-book.ts";
import { readingsOf } from "./readings.ts";

/** A process that falls by as much of what it held has been collected as a whole, and is sound. */
const FALL = 0.2;

/**
 * The most that any of these processes held and gave back by itself, in bytes; 0 where none did. A runtime lets garbage grow
 * until it is worth collecting, and how far is its own affair: one process at that level is like another.
 */
export function givenBack(processes: readonly ProcessMemory[]): number {
  let most = 0;
  for (const process of processes) {
    let peak = 0;
    for (const [, bytes] of readingsOf(process, "resident")) {
      peak = Math.max(peak, bytes);
      if (bytes <= (1 - FALL) * peak) most = Math.max(most, peak);
    }
  }
  return most;
}
