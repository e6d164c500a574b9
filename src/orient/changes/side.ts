import type { Hunk } from "./changed-lines.ts";
import type { Token } from "./tokens.ts";

/** Something called: `name(…)`. */
export interface Call {
  name: string;
  /** What it is called on: `this.pool` in `this.pool.query(…)`; empty for a bare function. */
  on: string;
  /** Indices of tokens: of the name, and of what stands between the brackets. */
  at: number;
  from: number;
  to: number;
  awaited: boolean;
}

/** One side of a hunk, the way that readers of changes look at it. */
export interface Side {
  tokens: readonly Token[];
  calls: readonly Call[];
  /** Index of the bracket that closes the one at an index, or the number of tokens where none does. */
  closes: ReadonlyMap<number, number>;
  /** Whether the token stands on a line that the commit added or removed. */
  touched(token: Token): boolean;
}

export function sideOf(hunk: Hunk, tokens: readonly Token[]): Side {
  const closes = brackets(tokens);
  return {
    tokens,
    calls: callsOf(tokens, closes),
    closes,
    touched: (token) => hunk.lines[token.line]?.kind !== "same",
  };
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

function brackets(tokens: readonly Token[]): Map<number, number> {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== "mark") continue;
    if (CLOSING[token.text]) open.push(i);
    else if (/^[)\]}]$/.test(token.text)) {
      const at = open.at(-1);
      if (at !== undefined && CLOSING[tokens[at]?.text ?? ""] === token.text) {
        closes.set(at, i);
        open.pop();
      }
    }
  }
  for (const at of open) closes.set(at, tokens.length);
  return closes;
}

const KEYWORDS =
  /^(?:if|for|while|switch|catch|return|function|def|func|fn|fun|elif|else|in|and|or|not|when|until|unless|foreach|with|using|await|match|case|typeof|sizeof|super|new|sub|lambda|except)$/;

function callsOf(tokens: readonly Token[], closes: ReadonlyMap<number, number>): Call[] {
  const calls: Call[] = [];
  for (const [i, token] of tokens.entries()) {
    // A method may be called as a keyword is: `Order::with("lines")`.
    const method = token.text === "with" && /^(?:->|::)$/.test(tokens[i - 1]?.text ?? "");
    if (token.kind !== "word" || (KEYWORDS.test(token.text) && !method)) continue;
    if (/^(?:function|def|func|fn|fun|class|interface|struct)$/.test(tokens[i - 1]?.text ?? "")) continue;
    const open = tokens[i + 1]?.text === "!" ? i + 2 : afterGeneric(tokens, i + 1);
    if (tokens[open]?.text !== "(") continue;
    let start = i;
    const path: string[] = [];
    while (/^(?:\.|\?\.|->|::)$/.test(tokens[start - 1]?.text ?? "") && path.length < 6) {
      const owner = tokens[start - 2];
      if (owner?.kind !== "word") {
        if (owner?.text === ")") path.unshift("()");
        break;
      }
      path.unshift(owner.text);
      start -= 2;
    }
    calls.push({
      name: token.text,
      on: path.join("."),
      at: i,
      from: open + 1,
      to: closes.get(open) ?? tokens.length,
      awaited: tokens[start - 1]?.text === "await",
    });
  }
  return calls;
}

/** Past `<Row, string[]>`, at most a few tokens of it. */
function afterGeneric(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.text !== "<") return at;
  for (let i = at + 1; i < at + 16; i++) {
    const token = tokens[i];
    if (!token || token.text === ";" || token.text === "(" || token.text === ")") return at;
    if (token.text === ">") return i + 1;
  }
  return at;
}
