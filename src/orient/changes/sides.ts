import type { Hunk } from "./changed-lines.ts";
import type { Syntax } from "./syntax.ts";
import { type Token, tokenise } from "./tokens.ts";

/** One hunk's two sides, without comments. */
export interface Sides {
  hunk: Hunk;
  before: readonly Token[];
  after: readonly Token[];
}

/** Both sides of a hunk, read in the syntax of its file. */
export function sidesOf(hunk: Hunk, syntax: Syntax): Sides {
  return {
    hunk,
    before: tokenise(hunk.lines, "removed", syntax),
    after: tokenise(hunk.lines, "added", syntax),
  };
}
