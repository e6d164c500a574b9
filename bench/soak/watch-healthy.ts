import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { HealthyOutcome } from "../../marketplace-demo/world/run-healthy.ts";

const DEMO = join(import.meta.dirname, "../../marketplace-demo/world/demo.ts");

/**
 * `npm run demo -- --once --healthy SECONDS`, as a person would.
 *
 * @param said is told each line that the demo says
 * @throws Error with the last of those lines where the demo broke down
 */
export async function watchHealthy(seconds: number, said: (line: string) => void): Promise<HealthyOutcome> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-soak-"));
  const file = join(directory, "outcome.json");
  const child = spawn(process.execPath, [DEMO, "--once", "--healthy", String(seconds), "--json", file], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let last = "";
  createInterface({ input: child.stderr }).on("line", (line) => {
    last = line;
    said(line);
  });
  const [code] = (await once(child, "close")) as [number | null];
  try {
    const [outcome] = JSON.parse(readFileSync(file, "utf8")) as HealthyOutcome[];
    if (!outcome) throw new Error("no outcome");
    return outcome;
  } catch {
    throw new Error(`The demo ended with ${code} and left no outcome; the last that it said: ${last}`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
