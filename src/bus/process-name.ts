import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

/** Names something in this process so that others on this machine can tell whether the process is still there. */
export function processName(): string {
  return `${process.pid} ${startOf(process.pid) ?? ""} ${randomUUID()}`;
}

/** Whether the process that made that name runs still. Numbers of processes are given again: when it began tells. */
export function isAlive(name: string): boolean {
  const [pid = "", began = ""] = name.split(" ");
  if (Number(pid) === process.pid) return startOf(process.pid) === began || began === "";
  if (began !== "") return startOf(Number(pid)) === began;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** In ticks since the machine started (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html); null without /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name, in brackets, with anything in it.
    const [state, ...others] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? null : (others[18] ?? null);
  } catch {
    return null;
  }
}
