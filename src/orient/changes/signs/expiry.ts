import type { Edit } from "../edit.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const ENDS =
  /^(?:expir(?:e|es|ed|y|ing|ation)|expiresat|expiresin|renew|renews|renewal|renewed|rotate[ds]?|rotation|reauth\w*|lease|revalidate|refreshtoken|notafter|validuntil|validfor)$/;
/** How far clocks may differ: more of it refuses nobody, and less is told as a number. */
const LENIENT = /^(?:leeway|skew|tolerance|grace)$/;
/** `refresh` says little alone: pages and clocks are refreshed, too. */
const GRANTS =
  /^(?:token|tokens|credential|credentials|session|jwt|certificate|cert|lease|secret|grant|auth|login|key)$/;

/** When something that holds for a time is renewed, or taken for over. Plain numbers are told as lifetimes elsewhere. */
export function expiry(edit: Edit): ClassifiedChange[] {
  const { gone, come } = shift(edit, endsOf);
  if (gone.length + come.length > 0)
    return found(edit, "renewal or expiry changed", gone.length > 0 ? gone : come);
  // The same word on both sides of a line that says something else of it.
  const [was, is] = [edit.before, edit.after].map((side) =>
    endsOf(side).filter(({ token }) => side.touched(token)),
  );
  return was?.length && is?.length ? found(edit, "renewal or expiry changed", is) : [];
}

function endsOf(side: Side) {
  return side.tokens.flatMap((token, i) => {
    if (token.kind !== "word") return [];
    const words = wordsOf(token.text);
    const ends =
      (words.some((word) => ENDS.test(word)) && !words.some((word) => LENIENT.test(word))) ||
      (words.includes("refresh") && words.some((word) => GRANTS.test(word)));
    // A name with a plain value is a setting.
    const set = /^[:=]$/.test(side.tokens[i + 1]?.text ?? "") && isPlain(side, i + 2);
    return ends && !set ? [{ key: token.text, token }] : [];
  });
}

function isPlain(side: Side, at: number): boolean {
  const value = side.tokens[at];
  return value?.kind === "number" || value?.kind === "text";
}
