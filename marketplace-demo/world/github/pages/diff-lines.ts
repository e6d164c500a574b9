export type DiffLine =
  | { kind: "hunk"; text: string }
  | { kind: "note"; text: string }
  | { kind: "same" | "added" | "removed"; text: string; before: number | null; after: number | null };

/** The lines of a patch (from its first `@@` on) with their numbers on both sides. */
export function diffLines(patch: string): DiffLine[] {
  let before = 0;
  let after = 0;
  return patch.split("\n").map((line): DiffLine => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      return { kind: "hunk", text: line };
    }
    const text = line.slice(1);
    if (line.startsWith("+")) return { kind: "added", text, before: null, after: after++ };
    if (line.startsWith("-")) return { kind: "removed", text, before: before++, after: null };
    if (line.startsWith("\\")) return { kind: "note", text: line.slice(2) };
    return { kind: "same", text, before: before++, after: after++ };
  });
}
