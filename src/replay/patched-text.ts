import type { Commit } from "../contracts/ports/repo-reader.ts";

/**
 * The text of a file after the last of `commits`, as far as their patches show it; null where they show nothing.
 * Lines that no patch shows are empty, so that those that are shown stand on their own numbers.
 *
 * @param commits oldest first, up to the one that is asked about
 * @param later what came after it: context that a later patch shows was there before, unless it moved
 */
export function patchedText(
  path: string,
  commits: readonly Commit[],
  later: readonly Commit[],
): string | null {
  const patches = (from: readonly Commit[]) =>
    from.flatMap(({ files = [] }) => files.filter((file) => file.path === path && file.patch));
  let lines: string[] = [];
  let shown = false;
  for (const file of patches(commits)) {
    if (file.status === "added") lines = [];
    shown = true;
    lines = applied(lines, file.patch ?? "");
  }
  if (!shown) {
    const next = patches(later)[0]?.patch;
    if (!next) return null;
    lines = before(next);
  }
  return `${lines.join("\n")}\n`;
}

interface Hunk {
  oldStart: number;
  newStart: number;
  lines: string[];
}

function hunksOf(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  for (const line of patch.split("\n")) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (head) hunks.push({ oldStart: Number(head[1]), newStart: Number(head[2]), lines: [] });
    else if (/^[ +-]/.test(line)) hunks.at(-1)?.lines.push(line);
  }
  return hunks;
}

/** A patch's line numbers are what others claim: no hunk may begin further down than files are long. */
const MOST_LINES = 200_000;

function applied(old: readonly string[], patch: string): string[] {
  const lines: string[] = [];
  let read = 0;
  for (const hunk of hunksOf(patch)) {
    if (hunk.oldStart > MOST_LINES || hunk.newStart > MOST_LINES) return lines;
    const begin = Math.max(0, hunk.oldStart - 1);
    while (read < begin) lines.push(old[read++] ?? "");
    while (lines.length < hunk.newStart - 1) lines.push("");
    for (const line of hunk.lines) {
      if (!line.startsWith("+")) read++;
      if (!line.startsWith("-")) lines.push(line.slice(1));
    }
  }
  return [...lines, ...old.slice(read)];
}

function before(patch: string): string[] {
  const lines: string[] = [];
  for (const hunk of hunksOf(patch)) {
    if (hunk.oldStart > MOST_LINES) return lines;
    while (lines.length < hunk.oldStart - 1) lines.push("");
    for (const line of hunk.lines) if (!line.startsWith("+")) lines.push(line.slice(1));
  }
  return lines;
}
