/** One line of a hunk that a patch adds or takes away. */
export interface PatchLine {
  sign: "+" | "-";
  text: string;
  /** Of the file after the patch: the line itself, or the one in whose place it stood. */
  line: number;
  /** What stands before it in its hunk, nearest first: git's heading, and every line that is there after the patch. */
  above: string[];
}

const ABOVE = 60;

/** The changed lines of a unified diff as GitHub gives it: https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
export function patchLines(patch: string | undefined): PatchLine[] {
  const lines: PatchLine[] = [];
  let number = 0;
  let above: string[] = [];
  for (const text of (patch ?? "").split("\n")) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/.exec(text);
    if (hunk) {
      number = Number(hunk[1]);
      above = [hunk[2] ?? ""];
      continue;
    }
    const sign = text[0];
    const content = text.slice(1);
    if (sign === "+" || sign === "-")
      lines.push({ sign, text: content, line: Math.max(1, number), above: above.slice(0, ABOVE) });
    if (sign === "+" || sign === " ") {
      above = [content, ...above].slice(0, ABOVE);
      number++;
    }
  }
  return lines;
}
