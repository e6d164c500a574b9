import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { MemoryUse } from "../contracts/ports/pressure.ts";

/** How the two versions of the interface name the same things. */
const VERSIONS = [
  {
    // https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
    line: /^0::(\/.*)$/m,
    folder: "",
    limit: "memory.max",
    used: "memory.current",
    idle: /^inactive_file (\d+)$/m,
  },
  {
    // https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/m,
    folder: "memory",
    limit: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    idle: /^total_inactive_file (\d+)$/m,
  },
] as const;
/** Version 1 says "no limit" by a number near the largest that there is. */
const NO_LIMIT = 2 ** 60;

/**
 * The memory of the control group that is nearest to its limit, ours or one around it, since whichever is full first has
 * somebody killed. Cached files that were not read lately do not count as used: the kernel drops them before it kills.
 *
 * @returns null where no limit is set
 */
export function cgroupMemory(proc = "/proc", mount = "/sys/fs/cgroup"): MemoryUse | null {
  const ours = readOf(join(proc, "self", "cgroup"));
  if (ours === null) return null;
  const found: MemoryUse[] = [];
  for (const version of VERSIONS) {
    const path = version.line.exec(ours)?.[1];
    if (path === undefined) continue;
    // In a container the path may be that of the host, of which only the root is to be seen.
    for (let group = path; ; group = dirname(group)) {
      const use = useOf(join(mount, version.folder, group), version);
      if (use) found.push(use);
      if (dirname(group) === group) break;
    }
  }
  return found.sort((a, b) => b.used / b.limit - a.used / a.limit)[0] ?? null;
}

function useOf(folder: string, names: (typeof VERSIONS)[number]): MemoryUse | null {
  const limit = Number(readOf(join(folder, names.limit)));
  const used = Number(readOf(join(folder, names.used)));
  if (!(limit > 0) || limit >= NO_LIMIT || !(used > 0)) return null;
  const idle = Number(names.idle.exec(readOf(join(folder, "memory.stat")) ?? "")?.[1] ?? 0);
  return { used: Math.max(0, used - idle), limit };
}

function readOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
