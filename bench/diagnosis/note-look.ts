import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DiagnosisSummary } from "./summarise.ts";

const FILE = fileURLToPath(new URL("LOOKS.md", import.meta.url));
const HEAD = `# Looks at the unseen cases

Each run over them adds a line by itself: whoever tunes the engine after a look has seen it. Look 1 was at unseen2a and unseen2b; unseen2a was opened for training after it, and unseen3 written in its place. Look 2 was at unseen2b and unseen3; both were opened for training after it, and unseen4 was written in their place. Look 3 was at unseen4, which was opened after it; unseen5 was written in its place. Look 4 was at unseen5, which was opened after it; unseen6 was written in its place. Look 5 was at unseen6, which was opened after it; unseen7 was written in its place. Look 6 was at unseen7, which was opened after it; unseen8 was written in its place. Look 7 was at unseen8, which was opened after it; unseen9 was written in its place.

| # | when | commit | cases | right | guiltless recognised | at or above the bar | of them wrong | guilty above the bar |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;

/**
 * Writes down that the unseen cases were looked at, and what was seen.
 * @returns how often that was by now
 */
export function noteLook(summary: DiagnosisSummary): number {
  const text = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const number = 1 + text.split("\n").filter((line) => /^\| \d+ \|/.test(line)).length;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const dirty =
    execFileSync("git", ["status", "--porcelain", "--", "src"], { encoding: "utf8" }).trim() !== "";
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const cells = [
    number,
    new Date().toISOString().slice(0, 16),
    `${commit}${dirty ? " (modified)" : ""}`,
    summary.cases,
    percent(summary.top1),
    percent(summary.guiltless_recognised),
    summary.confident,
    summary.confidently_wrong,
    percent(summary.coverage),
  ];
  appendFileSync(FILE, `${text.includes("| # |") ? "" : HEAD}| ${cells.join(" | ")} |\n`);
  return number;
}
