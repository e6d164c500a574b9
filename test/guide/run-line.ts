import { rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { expect } from "vitest";
import { typeLine } from "../docs/type-line.ts";

/** A person is told to try again where the machine was too busy for a marketplace, and does so once. */
const ATTEMPTS = 2;
/** From so many that want a processor at once, for each there is, a marketplace is slow in truth, and nobody can heal that. */
const BUSY = 2;
export const isBusy = () => (loadavg()[0] ?? 0) > BUSY * availableParallelism();

/**
 * Types a line that runs the demo to its end, and wants it to come out as it should, with exit code 0. Whatever the machine,
 * never may an innocent commit be suspected or undone, nor the exit code contradict the table. On a machine that has too
 * much else to do the line is typed again, and where that is so to the end these two alone are wanted, and it is said.
 *
 * @returns what it said; null where the machine was too busy for it
 */
export async function runLine(line: string, checkout: string): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    const { code, said } = await typeLine(line, checkout).ended;
    expect([0, 1], said).toContain(code);
    expect(said).not.toMatch(/REVERTED|│ (?:decoy|other) [0-9a-f]{7}/);
    const asExpected = said.match(/│ as expected +│/g)?.length ?? 0;
    const not = said.match(/│ NOT as expected │/g)?.length ?? 0;
    const issues = /transactions \(\d+ failed\): issues #/.test(said);
    const none = said.includes(": no issue");
    if (code === 0) expect([not, issues, asExpected > 0 || none], said).toEqual([0, false, true]);
    else expect(not > 0 || issues || said.includes("The marketplace did not stay healthy"), said).toBe(true);
    rmSync(/^logs: (.+)$/m.exec(said)?.[1] ?? "", { recursive: true, force: true });
    if (code === 0) return said;
    console.warn(
      `${line}: not as expected at attempt ${attempt}, a load of ${loadavg()[0]?.toFixed(1)}:\n${said.slice(-3_000)}`,
    );
    if (attempt < ATTEMPTS) continue;
    expect(isBusy(), said).toBe(true);
    return null;
  }
}
