import type { MemoryUse } from "../contracts/ports/pressure.ts";
import { cgroupMemory } from "./cgroup-memory.ts";
import { processMemory } from "./process-memory.ts";

const MEGABYTE = 1_048_576;

/** Our own memory and that of what we started against `MEMORY_LIMIT_MB`, or the control group's, whichever is nearer to its limit. */
export function memoryUse(limitMb: number): MemoryUse {
  const own = {
    used: processMemory(process.pid) ?? process.memoryUsage.rss(),
    limit: limitMb * MEGABYTE,
  };
  const group = cgroupMemory();
  return group && group.used / group.limit > own.used / own.limit ? group : own;
}
