import { meaningOf } from "./meaning-of.ts";
import type { Sides } from "./sides.ts";
import type { Syntax } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/**
 * The sides say the same but for the types that functions of Python say they take and give (PEP 484): the interpreter
 * evaluates and forgets them. Below a decorator somebody may read them, and in a class they may be its fields.
 */
export function annotationsAlone(sides: readonly Sides[], syntax: Syntax): boolean {
  if (!syntax.indented || !syntax.relaxed) return false;
  return sides.every(({ before, after }) => {
    const [a, b] = [plain(before, syntax), plain(after, syntax)];
    return a.length === b.length && a.every((text, i) => text === b[i]);
  });
}

function plain(tokens: readonly Token[], syntax: Syntax): string[] {
  const kept: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    kept.push(token);
    if (token.text !== "def" || tokens[i + 2]?.text !== "(" || isDecorated(tokens, i)) continue;
    i = header(tokens, i, kept);
  }
  return meaningOf(kept, syntax);
}

/** Copies `name(a, b=1):` without the types; answers the index of its last token. */
function header(tokens: readonly Token[], from: number, kept: Token[]): number {
  let depth = 0;
  let skipping = false;
  for (let i = from + 1; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (/^[([{]$/.test(token.text)) depth += 1;
    if (/^[)\]}]$/.test(token.text)) depth -= 1;
    if (depth === 0 && token.text === ":") {
      kept.push(token);
      return i;
    }
    if (depth === 0 && token.text === "->") skipping = true;
    else if (depth === 1 && token.text === ":") skipping = true;
    else if ((depth === 1 && /^[,=]$/.test(token.text)) || (depth === 0 && token.text === ")"))
      skipping = false;
    if (!skipping) kept.push(token);
  }
  return tokens.length;
}

function isDecorated(tokens: readonly Token[], at: number): boolean {
  const start = tokens[at - 1]?.text === "async" ? at - 1 : at;
  for (let i = start - 1; i >= 0 && i > start - 60; i--) {
    const token = tokens[i];
    if (token && token.indent >= 0) return token.text.startsWith("@");
  }
  // What stands above the hunk is not known: a decorator is rare.
  return false;
}
