import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MOUNT = "/sys/fs/cgroup";

/** How the two versions of the interface name the same things: docs.kernel.org, admin-guide/cgroup-v2 and cgroup-v1/memory. */
const VERSIONS = {
  v2: {
    folder: "",
    limit: "memory.max",
    used: "memory.current",
    idle: /^inactive_file (\d+)$/m,
    kills: ["memory.events", /^oom_kill (\d+)$/m],
  },
  v1: {
    folder: "memory",
    limit: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    idle: /^total_inactive_file (\d+)$/m,
    kills: ["memory.oom_control", /^oom_kill (\d+)$/m],
  },
} as const;

export interface MemoryGroup {
  /** Whoever writes its id there belongs to the group, and so does everything that it starts. */
  procs: string;
  /** Bytes, without what the kernel would drop before it kills. */
  used(): number;
  pids(): number[];
  kills(): number;
  remove(): Promise<void>;
}

/**
 * A control group of this machine with so much memory, in either version of the interface.
 *
 * @throws Error where this user may make none
 */
export function makeMemoryGroup(limit: number): MemoryGroup {
  const names = VERSIONS[existsSync(join(MOUNT, "memory")) ? "v1" : "v2"];
  const folder = join(MOUNT, names.folder, `sre-space-bench-${process.pid}`);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, names.limit), String(limit));
  } catch (error) {
    throw new Error(
      `No control group for memory could be made at ${folder} (${String(error)}): run this as root, on Linux with the memory controller.`,
    );
  }
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const found = (text: string, pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
  const pids = () => read("cgroup.procs").split("\n").filter(Boolean).map(Number);
  return {
    procs: join(folder, "cgroup.procs"),
    used: () => Number(read(names.used)) - found(read("memory.stat"), names.idle),
    pids,
    kills: () => found(read(names.kills[0]), names.kills[1]),
    async remove() {
      // The kernel lets go of it once the last process is gone for good.
      for (let tries = 0; tries < 100; tries++) {
        try {
          return rmdirSync(folder);
        } catch {
          await new Promise((again) => setTimeout(again, 50));
        }
      }
    },
  };
}
