import { readFileSync } from "node:fs";

/** The kernel's clock ticks: `getconf CLK_TCK` is 100 on every Linux. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used on all of its threads, from the kernel's own books (proc(5)). */
export function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The program's name, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
