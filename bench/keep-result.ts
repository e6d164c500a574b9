import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("results.json", import.meta.url));

/**
 * Puts a benchmark's section into `bench/results.json`, with the commit and the machine that it was measured
 * on, and leaves all other sections as they are.
 * @returns the file's name, for people
 */
export function keepResult(name: string, section: Record<string, unknown>): string {
  const results: Record<string, unknown> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
  results[name] = {
    commit: git("rev-parse", "HEAD"),
    // The figures are those of the commit only where nothing of the product was changed since.
    ...(git("status", "--porcelain", "--", "src", "bench", "package-lock.json").split("\n").some(isChange)
      ? { modified: true }
      : {}),
    at: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      cores: cpus().length,
      memory_mb: Math.round(totalmem() / 2 ** 20),
      node: process.version,
    },
    ...section,
  };
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
  return "bench/results.json";
}

function isChange(line: string): boolean {
  return line !== "" && !line.endsWith("bench/results.json") && !line.includes(" bench/plots/");
}

function git(...args: string[]): string {
  return execFileSync("git", args, { encoding: "utf8" }).trim();
}
