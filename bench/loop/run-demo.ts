import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Outcome } from "../../marketplace-demo/world/outcome.ts";

const DEMO = join(import.meta.dirname, "../../marketplace-demo/world/demo.ts");

/**
 * Runs these faults, each in a fresh world, as a person would by `npm run demo`.
 *
 * @param said is told each line that the demo says
 * @throws Error with the last of those lines where the demo broke down
 */
export async function runDemo(
  faults: readonly string[],
  seed: number,
  said: (line: string) => void,
): Promise<Outcome[]> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-loop-"));
  const file = join(directory, "outcomes.json");
  const chosen = faults.flatMap((id) => ["--fault", id]);
  const child = spawn(process.execPath, [DEMO, "--once", ...chosen, "--seed", String(seed), "--json", file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let last = "";
  createInterface({ input: child.stderr }).on("line", (line) => {
    last = line;
    said(line);
  });
  const [code] = (await once(child, "close")) as [number | null];
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Outcome[];
  } catch {
    throw new Error(`The demo ended with ${code} and left no outcomes; the last that it said: ${last}`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
