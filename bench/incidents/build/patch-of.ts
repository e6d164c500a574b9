import { structuredPatch } from "diff";
import type { Tree } from "./apply-change.ts";

export interface PatchedFile {
  filename: string;
  status: "added" | "modified" | "removed";
  additions: number;
  deletions: number;
  changes: number;
  patch: string;
}

/** What differs between two trees, as GitHub's "get a commit" tells it: hunks without the file's header. */
export function patchOf(before: Tree, after: Tree): PatchedFile[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((filename) => {
    const [was, is] = [before.get(filename), after.get(filename)];
    if (was === is) return [];
    const { hunks } = structuredPatch(filename, filename, was ?? "", is ?? "", "", "", { context: 3 });
    const lines = hunks.flatMap((hunk) => hunk.lines);
    const counted = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
    const [additions, deletions] = [counted("+"), counted("-")];
    const status = was === undefined ? "added" : is === undefined ? "removed" : "modified";
    const patch = hunks
      .map((hunk) => [head(hunk), ...hunk.lines.filter((line) => !line.startsWith("\\"))].join("\n"))
      .join("\n");
    return [{ filename, status, additions, deletions, changes: additions + deletions, patch }];
  });
}

interface Range {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
}

/** Git leaves the count away where it is one, and names the line before an empty range. */
function head({ oldStart, oldLines, newStart, newLines }: Range): string {
  const range = (start: number, lines: number) => (lines === 1 ? `${start}` : `${start},${lines}`);
  return `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`;
}
