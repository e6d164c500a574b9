import type { DiffLine, Hunk } from "./changed-lines.ts";

const RAISE =
  /\b(?:throw|raise|panic!?|bail!?|abort|fail|reject|die)\b|\breturn\b.{0,80}\b(?:Err|Errorf|errors\.New|Error|New\w*Error)\s{0,2}\(|\bhttp\.Error\(|\bErr\(/;

/** Whether a line raises an error, in the idioms of the common languages. */
function isRaise(text: string): boolean {
  return RAISE.test(text.slice(0, 400));
}

/** A condition and the words for when it does not hold, on one line; or the words that an error is wrapped in. */
const CONDITION =
  /^\s{0,80}assert\s|\b(?:ensure!|assert\w{0,20}!?|check\w{0,20}|require\w{0,20}|precondition)\s{0,2}\(|\.(?:with_context|context|expect|wrap_err|orElseThrow|Wrap|Wrapf)\s{0,2}\(/;
/** A text of more than one word. */
const PROSE = /"[^"\\]{0,200}\s[^"\\]{0,200}"|'[^'\\]{0,200}\s[^'\\]{0,200}'/g;

/** Whether the lines differ in nothing but the words for a condition that does not hold. */
function sameCondition(was: string, is: string): boolean {
  const [a, b] = [was, is].map((text) => text.slice(0, 400).replace(PROSE, '""').replace(/\s+/g, " ").trim());
  return a === b && CONDITION.test(was.slice(0, 400));
}

/** What is raised: the line up to the first quotation mark or the first bracket that holds anything. */
function raised(text: string): string {
  return text.slice(0, 400).replace(/\(.*$/, "").replace(/\s+/g, " ").trim();
}

/** Hunks in which a line that raises the same error in other words counts as one that stayed. */
export function withoutReworded(hunks: readonly Hunk[]): Hunk[] {
  return hunks.map((hunk) => {
    const lines: DiffLine[] = [];
    let i = 0;
    while (i < hunk.lines.length) {
      const removed = taken(hunk.lines, i, "removed");
      const added = taken(hunk.lines, i + removed.length, "added");
      if (removed.length === 0 && added.length === 0) {
        lines.push(hunk.lines[i++] as DiffLine);
        continue;
      }
      i += removed.length + added.length;
      const pairs = removed.length === added.length;
      const stayed = (n: number) => {
        const [was, is] = [removed[n]?.text ?? "", added[n]?.text ?? ""];
        return (
          pairs && ((isRaise(was) && isRaise(is) && raised(was) === raised(is)) || sameCondition(was, is))
        );
      };
      lines.push(...removed.filter((_, n) => !stayed(n)));
      for (const [n, one] of added.entries())
        lines.push(
          stayed(n)
            ? { kind: "same", text: one.text, before: removed[n]?.before ?? 0, after: one.after ?? 0 }
            : one,
        );
    }
    return { ...hunk, lines };
  });
}

function taken(lines: readonly DiffLine[], from: number, kind: DiffLine["kind"]): DiffLine[] {
  let to = from;
  while (lines[to]?.kind === kind) to += 1;
  return lines.slice(from, to);
}
