import type { Commit } from "../../contracts/ports/repo-reader.ts";

/**
 * Whether a commit takes back what another did, to a good half at least, by their lines: a message that
 * says so proves nothing. Where GitHub gives no patch (binary or huge files), touching the same file counts.
 */
export function undoes(revert: Commit, original: Commit): boolean {
  let lines = 0;
  let undone = 0;
  let unseen = 0;
  for (const file of original.files ?? []) {
    const other = revert.files?.find((one) => one.path === file.path || one.previousPath === file.path);
    if (file.patch === undefined || (other && other.patch === undefined)) {
      if (other) unseen++;
      continue;
    }
    const done = changedLines(file.patch);
    lines += done.length;
    if (!other?.patch) continue;
    const taken = changedLines(other.patch);
    for (const line of done) {
      const inverse = (line[0] === "+" ? "-" : "+") + line.slice(1);
      const index = taken.indexOf(inverse);
      if (index < 0) continue;
      taken.splice(index, 1);
      undone++;
    }
  }
  return lines > 0 ? undone * 2 >= lines : unseen > 0;
}

const changedLines = (patch: string) => patch.split("\n").filter((line) => /^[+-]/.test(line));
