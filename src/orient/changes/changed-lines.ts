import parseDiff from "parse-diff";

export interface DiffLine {
  kind: "added" | "removed" | "same";
  text: string;
  /** Line number before the commit; absent on added lines. */
  before?: number;
  /** Line number after the commit; absent on removed lines. */
  after?: number;
}

export interface Hunk {
  /** What git writes after the second `@@`: usually the enclosing function's first line. */
  heading: string;
  lines: DiffLine[];
  before: { start: number; length: number };
  after: { start: number; length: number };
}

/** Reads the hunks of one file's patch, as GitHub gives it: unified, without file headers. */
export function readHunks(patch: string): Hunk[] {
  const [file] = parseDiff(`--- a/file\n+++ b/file\n${patch}\n`);
  return (file?.chunks ?? []).map((chunk) => ({
    heading: /^@@[^@]*@@ ?(.*)$/.exec(chunk.content)?.[1]?.trim() ?? "",
    before: { start: chunk.oldStart, length: chunk.oldLines },
    after: { start: chunk.newStart, length: chunk.newLines },
    lines: chunk.changes.filter((change) => !change.content.startsWith("\\ No newline")).map(toLine),
  }));
}

/**
 * Lines of the file after the commit that the commit changed. Where lines were only taken out, the two
 * that now stand next to each other count: a guard that is gone fails where it stood.
 */
export function touchedLines(hunks: readonly Hunk[]): Set<number> {
  const touched = new Set<number>();
  for (const hunk of hunks) {
    let next = hunk.after.start;
    let i = 0;
    while (i < hunk.lines.length) {
      if (hunk.lines[i]?.kind === "same") {
        next += 1;
        i += 1;
        continue;
      }
      let added = 0;
      for (; hunk.lines[i] && hunk.lines[i]?.kind !== "same"; i++)
        if (hunk.lines[i]?.kind === "added") touched.add(next + added++);
      if (added === 0) {
        if (next > 1) touched.add(next - 1);
        touched.add(next);
      }
      next += added;
    }
  }
  return touched;
}

/** Where a line stands after a later change of the same file; null where that change took it out. */
export function moveLine(line: number, hunks: readonly Hunk[]): number | null {
  let shift = 0;
  for (const hunk of hunks) {
    if (line < hunk.before.start) break;
    const own = hunk.lines.find((candidate) => candidate.before === line);
    if (own) return own.after ?? null;
    shift += hunk.after.length - hunk.before.length;
  }
  return line + shift;
}

function toLine(change: parseDiff.Change): DiffLine {
  const text = change.content.slice(1);
  if (change.type === "add") return { kind: "added", text, after: change.ln };
  if (change.type === "del") return { kind: "removed", text, before: change.ln };
  return { kind: "same", text, before: change.ln1, after: change.ln2 };
}
