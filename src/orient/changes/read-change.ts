import type { Candidate, CaseFile } from "../case-file.ts";
import { ownersOf } from "../ownership.ts";
import { type ClassifiedChange, classify } from "./change-classes.ts";
import { type Hunk, readHunks } from "./changed-lines.ts";
import { type FileKind, fileKind } from "./file-kind.ts";
import { isInert } from "./inert.ts";
import { stripComments, syntaxOf } from "./strip-comments.ts";

/** One file of a candidate, understood. */
export interface ReadFile {
  path: string;
  kind: FileKind;
  owners: readonly string[];
  /** Empty where GitHub gave no patch. */
  hunks: readonly Hunk[];
  unread: boolean;
  /** Only comments or layout differ. */
  inert: boolean;
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
    const kind = fileKind(changed.path);
    const renamed = changed.status === "renamed" && changed.additions + changed.deletions === 0;
    const unread = !renamed && (changed.patch === undefined || changed.patch.length > LONGEST_PATCH);
    const hunks = unread || changed.patch === undefined ? [] : readHunks(changed.patch);
    const syntax = syntaxOf(changed.path);
    const code = hunks.map((hunk) => stripComments(hunk, syntax));
    const inert = changed.status === "modified" && isInert(code, syntax);
    return {
      path: changed.path,
      kind,
      owners: ownersOf(changed.path, file.policy),
      hunks,
      unread,
      inert,
      classes: inert || hunks.length === 0 ? [] : classify(kind, code),
    };
  });
  return { candidate, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}
