import { cgroupMemory } from "../governor/cgroup-memory.ts";
import type { Finding } from "./finding.ts";

const MEGABYTE = 1_048_576;

/** Whether the machine gives what the service counts on. */
export function lookAtMemory(limitMb: number, group = cgroupMemory()): Finding {
  const about = "Memory";
  const given = group && Math.round(group.limit / MEGABYTE);
  return given !== null && given < limitMb
    ? {
        about,
        state: "odd",
        says: `the control group ends at ${given} MB, before MEMORY_LIMIT_MB (${limitMb})`,
        todo: `Set MEMORY_LIMIT_MB=${given}, or give the container more.`,
      }
    : { about, state: "good", says: `${limitMb} MB at most` };
}
