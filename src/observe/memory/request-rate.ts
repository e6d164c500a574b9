import type { ServiceRecord } from "../service-record.ts";
import type { ProcessMemory } from "./memory-book.ts";

/** Fewer requests than these in a stretch say nothing of how many there were. */
const MIN_REQUESTS = 20;

/** Requests a second that the service answered while the process was of those ages, in seconds; null where too few were seen. */
export function requestRate(
  record: ServiceRecord,
  process: ProcessMemory,
  fromAge: number,
  age: number,
): number | null {
  const from = Math.floor(process.firstMs / 1_000 + fromAge);
  const to = Math.floor(process.firstMs / 1_000 + age);
  if (to <= from) return null;
  const { requests } = record.whole.sum(from, to);
  return requests < MIN_REQUESTS ? null : requests / (to - from);
}

/** More customers than a peer had account for so many times its growth at most. */
const MOST_TIMES = 5;

/** How many times a peer's growth is to be taken, as what a process allocates follows its requests; 1 where nobody knows. */
export function timesAsBusy(rate: number | null, peer: number | null): number {
  return rate === null || peer === null ? 1 : Math.min(MOST_TIMES, Math.max(1, rate / peer));
}
