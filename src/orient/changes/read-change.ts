import type { Candidate, CaseFile } from "../case-file.ts";
import { ownersOf } from "../ownership.ts";
import { type Hunk, readHunks } from "./changed-lines.ts";
import { classify } from "./classify.ts";
import { editOf } from "./edit.ts";
import { type FileKind, fileKind } from "./file-kind.ts";
import { type Inert, inertness, sameMeaning } from "./inert.ts";
import { onlyTools } from "./only-tools.ts";
import { sidesOf } from "./sides.ts";
import type { ClassifiedChange } from "./signs/found.ts";
import { syntaxOf } from "./syntax.ts";

/** One file of a candidate, understood. */
export interface ReadFile {
  path: string;
  kind: FileKind;
  owners: readonly string[];
  /** Empty where GitHub gave no patch. */
  hunks: readonly Hunk[];
  unread: boolean;
  /** What alone differs where the meaning stays as it was; null where it may not. */
  inert: Inert | null;
  classes: readonly ClassifiedChange[];
}

/** A candidate with its diff read as changes of classes. */
export interface ReadCandidate {
  candidate: Candidate;
  files: readonly ReadFile[];
}

/** A patch longer than this is a generated or vendored file: it is not read line by line. */
const LONGEST_PATCH = 200_000;

export function readChange(candidate: Candidate, file: CaseFile): ReadCandidate {
  const files = candidate.files.map((changed): ReadFile => {
    const renamed = changed.status === "renamed" && changed.additions + changed.deletions === 0;
    const unread = !renamed && (changed.patch === undefined || changed.patch.length > LONGEST_PATCH);
    const hunks = unread || changed.patch === undefined ? [] : readHunks(changed.patch);
    const kind = onlyTools(changed.path, hunks) ? "tooling" : fileKind(changed.path);
    // Prose and pictures are told by their path; nothing in them is code.
    const read = kind === "docs" || kind === "asset" ? [] : hunks;
    return {
      path: changed.path,
      kind,
      owners: ownersOf(changed.path, file.policy),
      hunks,
      unread,
      ...understood(changed.path, kind, read, changed.status === "modified"),
    };
  });
  return { candidate, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** What the hunks of one file do. Only a file that was there before and is there still can stay as it was. */
export function understood(
  path: string,
  kind: FileKind,
  hunks: readonly Hunk[],
  modified: boolean,
): Pick<ReadFile, "inert" | "classes"> {
  const syntax = syntaxOf(path);
  const sides = hunks.map((hunk) => sidesOf(hunk, syntax));
  const inert = modified ? inertness(sides, syntax) : null;
  if (inert) return { inert, classes: [] };
  // Hunks that were only laid out anew tell nothing of the rest.
  const telling = sides.filter((one) => !modified || !sameMeaning(one, syntax));
  return { inert, classes: classify(telling.map((one) => editOf(path, kind, syntax, one))) };
}
