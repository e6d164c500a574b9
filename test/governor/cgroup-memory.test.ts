import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cgroupMemory } from "../../src/governor/cgroup-memory.ts";

const MB = 1_048_576;

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

function kernel(files: Record<string, string>): { proc: string; mount: string } {
  const root = mkdtempSync(join(tmpdir(), "cgroup-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { proc: join(root, "proc"), mount: join(root, "sys") };
}
const read = (files: Record<string, string>) => {
  const { proc, mount } = kernel(files);
  return cgroupMemory(proc, mount);
};

describe("the memory of the control group", () => {
  it("is that of version 2, without cached files that nobody reads", () => {
    expect(
      read({
        "proc/self/cgroup": "0::/app.slice\n",
        "sys/app.slice/memory.max": `${512 * MB}\n`,
        "sys/app.slice/memory.current": `${300 * MB}\n`,
        "sys/app.slice/memory.stat": `anon ${200 * MB}\nfile ${100 * MB}\ninactive_file ${80 * MB}\n`,
      }),
    ).toEqual({ used: 220 * MB, limit: 512 * MB });
  });

  it("is that of version 1, by its own names, and beside a version 2 that governs nothing", () => {
    expect(
      read({
        "proc/self/cgroup": "9:name=systemd:/\n4:cpu,memory:/docker/abc\n0::/\n",
        "sys/memory/docker/abc/memory.limit_in_bytes": `${256 * MB}\n`,
        "sys/memory/docker/abc/memory.usage_in_bytes": `${100 * MB}\n`,
        "sys/memory/docker/abc/memory.stat": `inactive_file 0\ntotal_inactive_file ${10 * MB}\n`,
      }),
    ).toEqual({ used: 90 * MB, limit: 256 * MB });
  });

  it("is that of the group around ours where that one is nearer to its limit", () => {
    expect(
      read({
        "proc/self/cgroup": "0::/pod/container\n",
        "sys/pod/container/memory.max": `${1024 * MB}\n`,
        "sys/pod/container/memory.current": `${300 * MB}\n`,
        "sys/pod/memory.max": `${512 * MB}\n`,
        "sys/pod/memory.current": `${480 * MB}\n`,
      }),
    ).toEqual({ used: 480 * MB, limit: 512 * MB });
  });

  it("is found at the root, as a container sees it whose path is the host's", () => {
    expect(
      read({
        "proc/self/cgroup": "0::/../kubepods/pod7/c1\n",
        "sys/memory.max": `${128 * MB}\n`,
        "sys/memory.current": `${64 * MB}\n`,
      }),
    ).toEqual({ used: 64 * MB, limit: 128 * MB });
  });

  it("is nothing where no limit is set, in either version, and where there are no groups", () => {
    expect(
      read({
        "proc/self/cgroup": "4:memory:/a\n0::/a\n",
        "sys/a/memory.max": "max\n",
        "sys/a/memory.current": `${MB}\n`,
        "sys/memory/a/memory.limit_in_bytes": "9223372036854771712\n",
        "sys/memory/a/memory.usage_in_bytes": `${MB}\n`,
      }),
    ).toBeNull();
    expect(read({ "proc/self/status": "" })).toBeNull();
  });
});
