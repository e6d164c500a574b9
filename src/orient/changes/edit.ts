import type { Hunk } from "./changed-lines.ts";
import type { FileKind } from "./file-kind.ts";
import { type Side, sideOf } from "./side.ts";
import type { Sides } from "./sides.ts";
import type { Syntax } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** One hunk of one file, ready to be asked what it does. */
export interface Edit {
  path: string;
  kind: FileKind;
  syntax: Syntax;
  hunk: Hunk;
  before: Side;
  after: Side;
  /** The line, after the commit, where a token of either side stands or stood. */
  lineOf(token: Token | undefined): number;
}

export function editOf(path: string, kind: FileKind, syntax: Syntax, { hunk, before, after }: Sides): Edit {
  const lines = linesAfter(hunk);
  const first = hunk.lines.findIndex((line) => line.kind !== "same");
  return {
    path,
    kind,
    syntax,
    hunk,
    before: sideOf(hunk, before),
    after: sideOf(hunk, after),
    lineOf: (token) => Math.max(1, lines[token?.line ?? first] ?? 1),
  };
}

/** For each line of the hunk its number after the commit; for a removed one that of what stands there now. */
function linesAfter(hunk: Hunk): number[] {
  let next = hunk.after.start;
  return hunk.lines.map((line) => (line.kind === "removed" ? next : next++));
}
