import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const KILOBYTE = 1024;
/** Of a tree of processes that is larger the rest is left out: ours are two. */
const MOST_PROCESSES = 64;

/**
 * What a process and all that it started hold in memory, in bytes. Pages of files (the program itself, its libraries) are
 * counted once, for the process that has most of them: they are the same pages in each.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 * @param proc where the kernel tells of processes
 * @returns null where the kernel tells nothing of the sort
 */
export function processMemory(pid: number, proc = "/proc"): number | null {
  const own = statusOf(pid, proc);
  if (!own) return null;
  let used = 0;
  let files = 0;
  const pids = [pid];
  for (let i = 0; i < pids.length && i < MOST_PROCESSES; i++) {
    const status = i === 0 ? own : statusOf(pids[i] as number, proc);
    // It has ended since.
    if (!status) continue;
    used += status.anonymous + status.shared;
    files = Math.max(files, status.files);
    pids.push(...childrenOf(pids[i] as number, proc));
  }
  return used + files;
}

function statusOf(pid: number, proc: string): { anonymous: number; shared: number; files: number } | null {
  const text = readOf(join(proc, String(pid), "status"));
  if (text === null) return null;
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? 0) * KILOBYTE;
  return { anonymous: bytes("RssAnon"), shared: bytes("RssShmem"), files: bytes("RssFile") };
}

/** Each thread tells of those that it started itself. */
function childrenOf(pid: number, proc: string): number[] {
  const tasks = join(proc, String(pid), "task");
  let threads: string[];
  try {
    threads = readdirSync(tasks);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    (readOf(join(tasks, thread, "children")) ?? "").split(/\s+/).filter(Boolean).map(Number),
  );
}

function readOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
