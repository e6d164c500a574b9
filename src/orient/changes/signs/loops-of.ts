import type { Side } from "../side.ts";
import type { Token } from "../tokens.ts";

export interface Loop {
  token: Token;
  /** Indices of the tokens that run once for each round. */
  from: number;
  to: number;
}

const WORDS = /^(?:for|while|foreach|until|loop)$/;
const CALLS =
  /^(?:map|forEach|flatMap|filter|reduce|some|find|every|each|each_with_index|each_with_object|collect|map!|select|inject|times|ForEach|Select|Where|forEachOrdered|mapNotNull|associateWith|iter|for_each|then_each|groupBy)$/;

/** What repeats on one side: loops by word, and calls that take a body. Bodies are told by brackets, else by indentation. */
export function loopsOf(side: Side): Loop[] {
  const loops: Loop[] = [];
  for (const [i, token] of side.tokens.entries()) {
    if (token.kind !== "word" || !WORDS.test(token.text) || /^[.@]$/.test(side.tokens[i - 1]?.text ?? ""))
      continue;
    // Rust: `impl Display for Corner`, `for<'a> Fn(&'a str)`.
    if (token.text === "for" && (side.tokens[i + 1]?.text === "<" || isImplementation(side, i))) continue;
    // A property or an argument of that name.
    if (/^[:=,)]$/.test(side.tokens[i + 1]?.text ?? "") && token.text !== "loop") continue;
    // A comprehension: what is computed for each stands before the word.
    const open = token.indent < 0 && token.text === "for" ? openBefore(side, i) : -1;
    if (open >= 0) loops.push({ token, from: open + 1, to: i });
    else loops.push({ token, from: i + 1, to: bodyEnd(side, i) });
  }
  for (const call of side.calls) {
    const token = side.tokens[call.at];
    if (!token || call.on === "" || !CALLS.test(call.name)) continue;
    const inside = side.tokens.slice(call.from, Math.min(call.to, call.from + 24));
    if (
      !inside.some((one) => /^(?:=>|->|function|fn|\||lambda|::|it)$/.test(one.text)) &&
      call.from < call.to
    )
      continue;
    const block = side.tokens[call.to + 1]?.text;
    loops.push({
      token,
      from: call.from,
      to: block === "do" || block === "{" ? bodyEnd(side, call.at) : call.to,
    });
  }
  // Ruby's blocks need no brackets: `orders.each do |order|`, `orders.map { |order| … }`
  for (const [i, token] of side.tokens.entries()) {
    const next = side.tokens[i + 1]?.text ?? "";
    if (token.kind !== "word" || !CALLS.test(token.text) || (next !== "do" && next !== "{")) continue;
    if (side.tokens[i - 1]?.text !== ".") continue;
    loops.push({ token, from: i + 1, to: next === "{" ? (side.closes.get(i + 1) ?? i) : bodyEnd(side, i) });
  }
  return loops;
}

function isImplementation(side: Side, at: number): boolean {
  const line = side.tokens[at]?.line;
  for (let i = at - 1; i >= 0 && i > at - 40 && side.tokens[i]?.line === line; i--)
    if (side.tokens[i]?.text === "impl") return true;
  return false;
}

/** Up to the first line that falls back to the indentation of the line at `at`. */
function bodyEnd(side: Side, at: number): number {
  let start = at;
  while (start > 0 && (side.tokens[start]?.indent ?? -1) < 0) start -= 1;
  const indent = side.tokens[start]?.indent ?? 0;
  for (let i = at + 1; i < side.tokens.length; i++) {
    const own = side.tokens[i]?.indent ?? -1;
    if (own >= 0 && own <= indent) return i;
  }
  return side.tokens.length;
}

/** The innermost bracket that is open at a token, or -1; a few tokens back at most. */
function openBefore(side: Side, at: number): number {
  let depth = 0;
  for (let i = at - 1; i >= 0 && i > at - 60; i--) {
    const text = side.tokens[i]?.text ?? "";
    if (/^[)\]}]$/.test(text)) depth += 1;
    else if (/^[([]$/.test(text) && depth-- === 0) return i;
    else if (text === "{") return -1;
  }
  return -1;
}
