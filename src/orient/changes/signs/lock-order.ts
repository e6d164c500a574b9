import type { Edit } from "../edit.ts";
import type { Side } from "../side.ts";
import { wordsOf } from "../words-of.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { shift } from "./shift.ts";

const ORDERS =
  /^(?:sort|sorted|sorting|ordered|orderby|toSorted|OrderBy|compareTo|compare|cmp|min|max|minOf|maxOf|swap)$/;
/** What is called so orders; what is merely named so is somebody's purchase. */
const CALLED = /^(?:order|order_by|orderBy|Order|sort_by|sortBy|sortedBy|sortWith)$/;
const LOCKS = /\bfor (?:no key )?update\b|lock|mutex|synchronized|semaphore|acquire/i;

/** Whoever takes several locks takes them in one order, or two wait for each other: what ordered them is gone. */
export function lockOrder(edit: Edit): ClassifiedChange[] {
  const locks = edit.hunk.lines.some(({ text }) => LOCKS.test(text.slice(0, 300)));
  if (!locks) return [];
  const { gone, come } = shift(edit, ordersOf);
  return gone.length > come.length ? found(edit, "order of locks changed", gone) : [];
}

function ordersOf(side: Side) {
  return side.tokens.flatMap((token, i) => {
    const word =
      token.kind === "word" &&
      (ORDERS.test(token.text) ||
        (CALLED.test(token.text) && /^[.>]$|->|::/.test(side.tokens[i - 1]?.text ?? "")) ||
        wordsOf(token.text).some((one) => /^(?:sort|sorted|ordered)$/.test(one)));
    const statement = token.kind === "text" && /\border by\b/i.test(token.text);
    // `if b < a { a, b = b, a }`
    const swap = /^[<>]$/.test(token.text) && swaps(side, i);
    return word || statement || swap ? [{ key: "orders", token }] : [];
  });
}

/** Soon after a comparison of two names, both are given each other's value. */
function swaps(side: Side, at: number): boolean {
  const [a, b] = [side.tokens[at - 1]?.text ?? "", side.tokens[at + 1]?.text ?? ""];
  const after = side.tokens.slice(at + 2, at + 18).map(({ text }) => text);
  const given = after.indexOf("=");
  return (
    given > 0 && after.slice(0, given).includes(a) && after.slice(given).includes(a) && after.includes(b)
  );
}
