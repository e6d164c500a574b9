import type { Frame } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { withoutReworded } from "./changes/reworded.ts";
import { lineOfFrame } from "./line-of-frame.ts";
import { namesIn } from "./names-in.ts";

/** Lines over which a statement of a database may be written. */
const STATEMENT_LINES = 5;

/** The line of the frame, and what is handed over in the brackets that it leaves open. */
function statementOfFrame(frame: Frame, file: CaseFile): string | undefined {
  let text = lineOfFrame(frame, file);
  for (let down = 1; text !== undefined && down <= STATEMENT_LINES; down++) {
    if ((text.match(/\(/g)?.length ?? 0) <= (text.match(/\)/g)?.length ?? 0)) return text;
    text += `\n${lineOfFrame({ ...frame, line: (frame.line ?? 0) + down }, file) ?? ""}`;
  }
  return text;
}

/** A name that the candidate brought in or took away, standing on the line of the frame. */
export function nameOnLine(files: readonly ReadFile[], frame: Frame, file: CaseFile): string | null {
  const text = files.some(({ kind }) => kind === "migration")
    ? statementOfFrame(frame, file)
    : lineOfFrame(frame, file);
  if (!text) return null;
  const own = changedNames(files);
  return namesIn(text).find((name) => own.has(name)) ?? null;
}

/** Names that stand only on the added or only on the removed lines of a change. */
function changedNames(files: readonly ReadFile[]): Set<string> {
  const added = new Set<string>();
  const removed = new Set<string>();
  for (const changed of files) {
    if (changed.inert || changed.kind === "docs" || changed.kind === "test") continue;
    for (const line of withoutReworded(changed.hunks).flatMap((hunk) => hunk.lines)) {
      if (line.kind === "same") continue;
      for (const name of namesIn(line.text)) (line.kind === "added" ? added : removed).add(name);
    }
  }
  return new Set(
    [...added].filter((name) => !removed.has(name)).concat([...removed].filter((name) => !added.has(name))),
  );
}
