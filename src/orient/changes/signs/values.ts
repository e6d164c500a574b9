import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Side } from "../side.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

/** Members, keys, quoted names and calls that gave way to others: a reader of the old one meets the new one. */
export function values(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, namesOf);
  return gone.length > 0 && come.length > 0 ? found(edit, "value or shape changed", come) : [];
}

function namesOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) => {
    const before = side.tokens[i - 1]?.text ?? "";
    const next = side.tokens[i + 1]?.text ?? "";
    if (token.kind === "text")
      // `"90d"` is an amount, and told as one elsewhere.
      return /^(?!\d+[a-z]{0,3}$)[\w.-]{1,60}$/i.test(token.text) ? [{ key: `"${token.text}`, token }] : [];
    if (token.kind !== "word" || /^(?:if|for|while|return|switch|catch)$/.test(token.text)) return [];
    const named = /^(?:\.|\?\.|->|::)$/.test(before) || next === ":" || next === "(" || next === "=>";
    return named ? [{ key: token.text, token }] : [];
  });
}
