import { quantityAt } from "./quantity.ts";
import type { Token } from "./tokens.ts";

const UNIT = /[a-z]/i;
/** Texts that stand side by side, or with one of these between them, are one text. */
const JOINS = /^(?:\+|\.|<>|\|\||~|&)$/;

/**
 * The tokens with each amount written in one way, and texts that are put together from pieces as one: `2.seconds` and
 * `2000.millis`, `60 * 60` and `3600`, `"a " + "b"` and `"a b"` say the same.
 */
export function amountsAlike(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  let i = 0;
  while (i < tokens.length) {
    const token = tokens[i] as Token;
    if (token.kind === "text" && token.quote !== "`") {
      i = joined(tokens, i, result);
      continue;
    }
    const amount = token.text !== "-" && token.kind !== "text" ? quantityAt(tokens, i) : null;
    if (!amount || amount.to <= i) {
      result.push(token);
      i += 1;
      continue;
    }
    const parts = tokens.slice(i, amount.to);
    const unit = parts.some(({ text }) => UNIT.test(text.replace(/^\d[\d_.,]*(?:[lfdnui]\d{0,2})?$/i, "")));
    // Erlang's and Elixir's timers count in milliseconds: https://www.erlang.org/doc/apps/stdlib/timer.html
    const timer = tokens[i - 1]?.text === ":" && token.text === "timer";
    if (timer) result.pop();
    result.push({
      ...token,
      kind: "number",
      text: `${amount.value}${unit && !timer ? "u" : ""}`,
      indent: timer ? (tokens[i - 1]?.indent ?? -1) : token.indent,
    });
    i = amount.to;
  }
  return result;
}

function joined(tokens: readonly Token[], from: number, result: Token[]): number {
  const first = tokens[from] as Token;
  let text = first.text;
  let i = from + 1;
  for (;;) {
    const next = tokens[i];
    const piece = next?.kind === "mark" && JOINS.test(next.text) ? tokens[i + 1] : next;
    if (piece?.kind !== "text" || piece.quote !== first.quote) break;
    text += piece.text;
    i += piece === next ? 1 : 2;
  }
  result.push(i === from + 1 ? first : { ...first, text });
  return i;
}
