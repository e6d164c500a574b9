import type { Hunk } from "./changed-lines.ts";
import type { Syntax } from "./strip-comments.ts";

/**
 * Whether a change leaves the meaning alone: without layout, what remains of the removed and of the added
 * lines is the same. Takes hunks whose comments are stripped. A text's own judgement, without a parser:
 * where a language is not known, only blank lines are forgiven.
 */
export function isInert(hunks: readonly Hunk[], syntax: Syntax): boolean {
  return (
    hunks.length > 0 &&
    hunks.every((hunk) => meaning(hunk, "removed", syntax) === meaning(hunk, "added", syntax))
  );
}

function meaning(hunk: Hunk, side: "added" | "removed", syntax: Syntax): string {
  const kept = hunk.lines
    .filter((line) => line.kind === side || line.kind === "same")
    .map((line) => line.text.trimEnd())
    .filter((text) => text !== "");
  return syntax.indented ? kept.join("\n") : withoutLayout(kept.join("\n"));
}

/** Layout goes, except inside quotes; a comma before a closing bracket is a formatter's choice. */
function withoutLayout(code: string): string {
  return code
    .split(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replace(/\s+/g, " ")
            .replace(/ ?([^\w$ ]) ?/g, "$1")
            .replace(/,([)\]}])/g, "$1"),
    )
    .join("")
    .trim();
}
