import { structuredPatch } from "diff";

export interface Patch {
  text: string;
  additions: number;
  deletions: number;
}

/** The `patch` of one file as GitHub gives it: hunks alone, with git's default section headings. */
export function patch(before: string, after: string): Patch {
  const { hunks } = structuredPatch("a", "b", before, after, undefined, undefined, { context: 3 });
  const old = before.split("\n");
  let additions = 0;
  let deletions = 0;
  const parts: string[] = [];
  for (const hunk of hunks) {
    let heading = "";
    for (let i = hunk.oldStart - 2; i >= 0; i--) {
      const line = old[i]!;
      if (/^[A-Za-z_$]/.test(line)) {
        heading = ` ${line.slice(0, 80).trimEnd()}`;
        break;
      }
    }
    const range = (start: number, lines: number) =>
      lines === 1 ? `${start}` : `${lines === 0 ? 0 : start},${lines}`;
    // An empty side is written as line 0 only when the file itself is empty; jsdiff starts such hunks at 1 or 0.
    parts.push(
      `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@${heading}`,
    );
    for (const line of hunk.lines) {
      if (line.startsWith("+")) additions++;
      else if (line.startsWith("-")) deletions++;
      parts.push(line);
    }
  }
  return { text: parts.join("\n"), additions, deletions };
}
