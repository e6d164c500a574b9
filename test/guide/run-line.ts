import { rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { expect } from "vitest";
import { typeLine } from "../docs/type-line.ts";

/** A person is told to try again where the machine was too busy for a marketplace, and does so twice. */
const ATTEMPTS = 3;

/**
 * Types a line that runs the demo to its end, and wants it to come out as it should: exit code 0. On a machine that has
 * much else to do a marketplace may fail in truth, and the line is typed again; but whatever the machine, never may an
 * innocent commit be undone, nor the exit code contradict the table.
 */
export async function runLine(line: string, checkout: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { code, said } = await typeLine(line, checkout).ended;
    expect([0, 1], said).toContain(code);
    expect(said).not.toContain("REVERTED");
    const asExpected = said.match(/│ as expected +│/g)?.length ?? 0;
    const not = said.match(/│ NOT as expected │/g)?.length ?? 0;
    const issues = /transactions \(\d+ failed\): issues #/.test(said);
    const none = said.includes(": no issue");
    if (code === 0) expect([not, issues, asExpected > 0 || none], said).toEqual([0, false, true]);
    else expect(not > 0 || issues || said.includes("The marketplace did not stay healthy"), said).toBe(true);
    rmSync(/^logs: (.+)$/m.exec(said)?.[1] ?? "", { recursive: true, force: true });
    if (code === 0) return said;
    const load = `a load of ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
    console.warn(`${line}: not as expected, with ${load}, at attempt ${attempt}:\n${said.slice(-3_000)}`);
    if (attempt === ATTEMPTS) expect(code, said).toBe(0);
  }
}
