import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

/** Calls that may answer with nothing, so that a member of the answer may be asked of nothing. */
const MAYBE =
  /^(?:at|pop|shift|find|findOne|exec|match|get|first|last|querySelector|getElementById|fetchone|one_or_none|find_by|get_or_none|scalar|group|poll|peek)$/;
/** Calls that throw where there is nothing, or something else. */
const THROWS =
  /^(?:unwrap|expect|orElseThrow|getOrThrow|requireNotNull|first!|find_by!|fetchone|First|Single|getValue|valueOf|parseInt|strconv\.Atoi|Integer\.parseInt|Long\.parseLong|Integer\.valueOf|UUID\.fromString|LocalDate\.parse|JSON\.parse|json\.loads|strptime|fromisoformat|parse_obj|model_validate|Enum\.valueOf|BigDecimal)$/;
const PYTHON_CASTS = /^(?:int|float|Decimal|next|min|max)$/;

/** Operations that take for granted that something is there. */
export function partialOperations(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, (side) => partialsOf(side, edit));
  if (come.length > gone.length) return found(edit, "operation that can fail", come);
  const divided = shift(edit, divisorsOf);
  return divided.come.length > 0 ? found(edit, "operation that can fail", divided.come) : [];
}

/** What is divided by a name that may be nought: another name than before is another number. Comments and paths are no words. */
function divisorsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    const [before, next] = [side.tokens[i - 1], side.tokens[i + 1]];
    return /^(?:\/|\/\/|%|\/=)$/.test(token.text) &&
      next?.kind === "word" &&
      (before?.kind === "word" || before?.text === ")" || before?.text === "]")
      ? [{ key: `divided by ${next.text}`, token }]
      : [];
  });
}

function partialsOf(side: Side, edit: Edit): Sign[] {
  const signs: Sign[] = [];
  const add = (i: number) => {
    const token = side.tokens[i];
    if (token) signs.push({ key: "partial", token });
  };
  const at = (i: number) => side.tokens[i]?.text ?? "";
  for (const call of side.calls) {
    const owner = call.on.split(".").at(-1) ?? "";
    const after = at(call.to + 1);
    // A fold without a start, of none.
    if (/^reduce(?:Right)?$/.test(call.name) && call.on !== "" && commas(side, call.from, call.to) === 0)
      add(call.at);
    else if (MAYBE.test(call.name) && call.on !== "" && (after === "." || after === "[" || after === "->"))
      add(call.at);
    // `Optional.get()`, `all[0]!.get()`
    else if (
      call.name === "get" &&
      call.from === call.to &&
      call.on !== "" &&
      /^(?:java|kt|kts|scala)$/.test(extension(edit))
    )
      add(call.at);
    else if (THROWS.test(call.name) || THROWS.test(`${owner}.${call.name}`)) add(call.at);
    else if (
      edit.syntax.indented &&
      call.on === "" &&
      PYTHON_CASTS.test(call.name) &&
      commas(side, call.from, call.to) === 0
    )
      add(call.at);
  }
  for (const [i, token] of side.tokens.entries()) {
    const before = at(i - 1);
    const next = at(i + 1);
    if (token.text === "]" && (next === "." || next === "[") && !isType(side, i)) add(i);
    // `x!`, `x!!`: nothing is there by decree. TypeScript's asserts nothing when it runs, and fails where a member is asked for.
    else if (
      /^(?:[\w$]+|[)\]])$/.test(before) &&
      ((token.text === "!" && /^[.[]$/.test(next)) || (token.text === "!!" && /^[.[;,)]?$/.test(next)))
    )
      add(i);
    else if (token.text === "as" && next === "any") add(i);
    // A key that must be there: Python's `row["k"]` read as a value.
    else if (
      token.text === "[" &&
      side.tokens[i + 1]?.kind === "text" &&
      at(i + 2) === "]" &&
      edit.syntax.indented &&
      /^[\w)\]]+$/.test(before) &&
      at(i + 3) !== "=" &&
      !/^[.[]$/.test(at(i + 3))
    )
      add(i);
    // Looked up by what the request brings: `KEYS[order.branch.key]`.
    else if (token.text === "[" && edit.syntax.indented && looksUp(side, i)) add(i);
    // Go: `value := x.(Type)` without its second answer.
    else if (token.text === "." && next === "(" && extension(edit) === "go" && !sameLine(side, i, ","))
      add(i);
  }
  return signs;
}

function commas(side: Side, from: number, to: number): number {
  let depth = 0;
  let count = 0;
  for (let i = from; i < to && i < from + 200; i++) {
    const text = side.tokens[i]?.text ?? "";
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text)) depth -= 1;
    else if (text === "," && depth === 0) count += 1;
  }
  return count;
}

/** `Row[].` does not occur, `Row[][]` does. */
function isType(side: Side, i: number): boolean {
  return side.tokens[i - 1]?.text === "[";
}

/** The mark stands on the line before the token, as in `value, ok := x.(Type)`. */
function sameLine(side: Side, i: number, mark: string): boolean {
  const line = side.tokens[i]?.line;
  for (let j = i - 1; j >= 0 && side.tokens[j]?.line === line && j > i - 20; j--) {
    if (side.tokens[j]?.text === mark) return true;
  }
  return false;
}

function extension(edit: Edit): string {
  return edit.path.slice(edit.path.lastIndexOf(".") + 1);
}

/** What is looked up is itself a path, and nothing is assigned. */
function looksUp(side: Side, open: number): boolean {
  const close = side.closes.get(open) ?? open;
  const owner = side.tokens[open - 1];
  if (owner?.kind !== "word" || close - open < 4 || close - open > 12) return false;
  if (
    /^(?:list|dict|tuple|set|type|Optional|Union|Callable|Iterable|Sequence|Mapping|Literal|Annotated)$/i.test(
      owner.text,
    )
  )
    return false;
  const inside = side.tokens.slice(open + 1, close).map(({ text }) => text);
  return (
    inside.includes(".") &&
    !inside.includes(":") &&
    !inside.includes(",") &&
    side.tokens[close + 1]?.text !== "="
  );
}
