import type { FilePatch } from "../contracts/ports/repo-reader.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import { type Hunk, moveLine, readHunks, touchedLines } from "./changes/changed-lines.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { withoutReworded } from "./changes/reworded.ts";
import { containment } from "./history.ts";

/** The lines that a candidate touched, as they stand at the failing revision: later changes move them. */
export function linesNow(candidate: Candidate, changed: ReadFile, file: CaseFile): Set<number> {
  let lines = moved.get(changed);
  if (!lines) {
    lines = followed(candidate, changed, file);
    moved.set(changed, lines);
  }
  return lines;
}

/** Asked for every frame of every trace; a `ReadFile` belongs to one candidate of one case file. */
const moved = new WeakMap<ReadFile, Set<number>>();
const parsed = new WeakMap<FilePatch, readonly Hunk[]>();

function followed(candidate: Candidate, changed: ReadFile, file: CaseFile): Set<number> {
  // An error in other words is raised where it was: nothing leads there that did not before.
  let lines = touchedLines(withoutReworded(changed.hunks));
  const contains = containment(file.history);
  const failing = file.failing;
  const later = file.candidates
    .filter((other) => other.sha !== candidate.sha && contains(other.sha, candidate.sha))
    .filter((other) => failing === null || contains(failing, other.sha))
    .toSorted((a, b) => (contains(b.sha, a.sha) ? -1 : contains(a.sha, b.sha) ? 1 : 0));
  for (const other of later) {
    const patch = other.files.find((one) => one.path === changed.path);
    if (patch?.patch === undefined) continue;
    const hunks = parsed.get(patch) ?? readHunks(patch.patch);
    parsed.set(patch, hunks);
    lines = new Set([...lines].map((line) => moveLine(line, hunks)).filter((line) => line !== null));
  }
  return lines;
}
