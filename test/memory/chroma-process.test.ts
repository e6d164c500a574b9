import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { startChromaProcess } from "../../src/memory/chroma-process.ts";

const directory = mkdtempSync(join(tmpdir(), "sre-space-chroma-"));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Whether it runs; one that has ended and that nobody asked after does not. */
async function runs(pid: number): Promise<boolean> {
  const { readFile } = await import("node:fs/promises");
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat !== "" && !/\) [ZX] /.test(stat);
}

it.runIf(process.platform === "linux")(
  "ends with whoever started it, even where that was killed",
  async () => {
    const module = join(import.meta.dirname, "../../src/memory/chroma-process.ts");
    const program = `
    const { startChromaProcess } = await import(${JSON.stringify(module)});
    const { pid } = await startChromaProcess(${JSON.stringify(directory)});
    console.log(pid);
    setInterval(() => {}, 1000);
  `;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(await runs(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => runs(pid), { timeout: 50_000, interval: 20 }).toBe(false);
  },
);

it("says what keeps it from starting", async () => {
  const first = await startChromaProcess(directory);
  try {
    const taken = Number(new URL(first.url).port);
    await expect(startChromaProcess(join(directory, "other"), taken)).rejects.toThrow(
      /another one answers at port/,
    );
  } finally {
    await first.stop();
  }
  expect(first.alive()).toBe(false);
});
