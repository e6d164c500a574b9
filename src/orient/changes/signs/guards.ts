import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { loopsOf } from "./loops-of.ts";
import { shift } from "./shift.ts";

const WORDS =
  /^(?:if|unless|elif|elsif|catch|except|rescue|typeof|instanceof|guard|isset|hasattr|hasOwnProperty|nil\?|present\?|blank\?|is_none|is_some|isEmpty|isPresent|assert\w*|getOrDefault|orElse\w*|unwrap_or\w*|ok_or\w*|getOrElse|getOrNull|firstOrNull|FirstOrDefault|TryGetValue|TryParse|safe_load)$/;
const MARKS = /^(?:\?\.|\?\?|\|\|)$/;

/** Cases that were told apart and are no more, or are told apart now. */
export function guards(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, guardsOf);
  if (gone.length > come.length) return found(edit, "guard removed", gone.slice(come.length ? -1 : 0));
  const removed = edit.hunk.lines.filter((line) => line.kind === "removed" && line.text.trim() !== "").length;
  const loops = shift(edit, (side) => loopsOf(side).map(({ token }) => ({ key: "loop", token })));
  return come.length > 0 && loops.come.length === 0 && removed <= 1 ? found(edit, "guard added", come) : [];
}

function guardsOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => (isGuard(side, i) ? [{ key: "guard", token }] : []));
}

function isGuard(side: Side, i: number): boolean {
  const token = side.tokens[i];
  const next = side.tokens[i + 1]?.text ?? "";
  if (token?.kind === "word") {
    if (token.text === "default") return next === ":" || next === "->" || next === "=>";
    // Python's `.get(key, default)`, Ruby's `fetch(key, default)`
    if (token.text === "get" || token.text === "fetch" || token.text === "getattr" || token.text === "next")
      return next === "(" && hasDefault(side, i + 1);
    return WORDS.test(token.text.slice(0, 40));
  }
  if (token?.kind !== "mark") return false;
  if (token.text === "?") return !/^[:),.;=]?$/.test(next);
  if (token.text === "&") return next === ".";
  return MARKS.test(token.text);
}

/** Two arguments, the second a plain value. */
function hasDefault(side: Side, open: number): boolean {
  const close = side.closes.get(open) ?? open;
  if (close - open < 4 || close - open > 12) return false;
  const comma = side.tokens.slice(open + 1, close).findIndex((token) => token.text === ",");
  return comma > 0 && close - (open + 1 + comma) <= 3;
}
