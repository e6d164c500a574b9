import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { processMemory } from "../../src/governor/process-memory.ts";

const trees: string[] = [];
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true });
});

/** A kernel's tree of processes: pid → kilobytes, and children by the thread that started them. */
function procWith(
  processes: Record<number, { anonymous: number; files: number; shared?: number; children?: number[][] }>,
): string {
  const proc = mkdtempSync(join(tmpdir(), "proc-"));
  trees.push(proc);
  for (const [pid, { anonymous, files, shared = 0, children = [[]] }] of Object.entries(processes)) {
    children.forEach((pids, thread) => {
      const folder = join(proc, pid, "task", String(Number(pid) + thread));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "children"), pids.map((child) => `${child} `).join(""));
    });
    writeFileSync(
      join(proc, pid, "status"),
      `Name:\tnode\nVmRSS:\t  ${anonymous + files + shared} kB\nRssAnon:\t   ${anonymous} kB\nRssFile:\t  ${files} kB\nRssShmem:\t ${shared} kB\n`,
    );
  }
  return proc;
}

describe("the memory of a process and what it started", () => {
  it("adds what each has of its own, and counts the pages of files once", () => {
    const proc = procWith({
      10: { anonymous: 100, files: 40, shared: 5, children: [[11], [12]] },
      11: { anonymous: 30, files: 45, children: [[13]] },
      12: { anonymous: 7, files: 1 },
      13: { anonymous: 2, files: 0 },
      99: { anonymous: 5000, files: 5000 },
    });
    expect(processMemory(10, proc)).toBe((100 + 5 + 30 + 7 + 2 + 45) * 1024);
  });

  it("leaves out a child that has ended since, and says nothing where the kernel does not", () => {
    const proc = procWith({ 10: { anonymous: 100, files: 0, children: [[11]] } });
    expect(processMemory(10, proc)).toBe(100 * 1024);
    expect(processMemory(10, join(proc, "none"))).toBeNull();
  });

  it("sees a child of this process, and what it holds", async () => {
    const before = processMemory(process.pid) as number;
    const child = spawn(process.execPath, [
      "-e",
      "globalThis.held = Buffer.alloc(200e6, 1); console.log('held'); process.stdin.resume().on('end', () => process.exit());",
    ]);
    await once(child.stdout, "data");
    expect((processMemory(process.pid) as number) - before).toBeGreaterThan(150e6);
    child.stdin.end();
    await once(child, "exit");
  });
});
