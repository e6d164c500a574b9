import type { ProcessMemory } from "./memory-book.ts";
import type { MemoryKind } from "./memory-kind.ts";

export type MemoryReadings = readonly (readonly [ms: number, bytes: number])[];

/** What was read of a process, of that kind; none where it is not measured. */
export function readingsOf(process: ProcessMemory, kind: MemoryKind): MemoryReadings {
  return process.series.find((one) => one.kind === kind)?.points ?? [];
}
