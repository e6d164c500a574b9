import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MOUNT = "/sys/fs/cgroup";
/** The kernel's own: https://docs.kernel.org/scheduler/sched-bwc.html */
const PERIOD_US = 100_000;

export interface ProcessorGroup {
  /** Whoever writes its id there belongs to the group, and so does everything that it starts. */
  procs: string;
  remove(): Promise<void>;
}

/**
 * A control group of this machine with so much of a processor, in either version of the interface.
 *
 * @throws Error where this user may make none
 */
export function makeProcessorGroup(name: string, processors: number): ProcessorGroup {
  const old = existsSync(join(MOUNT, "cpu"));
  const folder = join(MOUNT, old ? "cpu" : "", `sre-space-bench-${process.pid}-${name}`);
  const quota = Math.round(processors * PERIOD_US);
  const limits = old
    ? { "cpu.cfs_period_us": `${PERIOD_US}`, "cpu.cfs_quota_us": `${quota}` }
    : { "cpu.max": `${quota} ${PERIOD_US}` };
  try {
    mkdirSync(folder);
    for (const [file, limit] of Object.entries(limits)) writeFileSync(join(folder, file), limit);
  } catch (error) {
    throw new Error(
      `No control group for processors could be made at ${folder} (${String(error)}): run this as root, on Linux with the cpu controller.`,
    );
  }
  return {
    procs: join(folder, "cgroup.procs"),
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
