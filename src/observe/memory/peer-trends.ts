import type { ServiceRecord } from "../service-record.ts";
import type { ProcessMemory } from "./memory-book.ts";
import { type MemoryTrend, memoryTrend } from "./memory-trend.ts";
import { requestRate, timesAsBusy } from "./request-rate.ts";

/** A process this many times older than the window is compared with its own earlier life as well. */
const OWN_WINDOWS = 3;

/** Of the ages that are compared, so many at the end may be missing of a peer: its readings come at other instants. */
const MISSING = { share: 0.2, seconds: 2.5 };

/**
 * How processes of other revisions moved over the same ages, and this one in its own earlier life. A peer that has not been
 * as old yet says nothing: the heap grows in steps, each at its age. What a process allocates
 * follows its requests: the slope of a peer that served fewer is taken as many times as this one serves more.
 */
export function peerTrends(
  process: ProcessMemory,
  record: ServiceRecord,
  fromAge: number,
  age: number,
  windowSeconds: number,
): MemoryTrend[] {
  const rate = requestRate(record, process, fromAge, age);
  const missing = Math.max(MISSING.seconds, MISSING.share * (age - fromAge));
  const compared = (one: ProcessMemory, from: number, to: number) => {
    const found = memoryTrend(one, from, to);
    return found && { ...found, slope: found.slope * timesAsBusy(rate, requestRate(record, one, from, to)) };
  };
  const others = record.memory
    .processes()
    .filter((one) => one !== process && (one.revision !== process.revision || process.revision === ""))
    .map((one) => compared(one, fromAge, age + 2))
    .filter((one) => one !== null && one.spanSeconds >= Math.max(6, 0.4 * (age - fromAge)))
    .filter((one) => (one?.series.at(-1)?.[0] ?? 0) >= age - missing);
  const own =
    age > OWN_WINDOWS * windowSeconds ? compared(process, windowSeconds, age - windowSeconds) : null;
  return [...others, own].filter((one) => one !== null);
}
