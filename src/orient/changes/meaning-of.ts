import type { Syntax } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** What a formatter may add or leave out is left out; indentation stays where it has a meaning. */
export function meaningOf(tokens: readonly Token[], syntax: Syntax): string[] {
  const kept: string[] = [];
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (syntax.indented && token.indent >= 0 && depth <= 0) kept.push(`\n${token.indent}`);
    const next = tokens[i + 1];
    if (token.kind === "mark") {
      if (/^[([{]$/.test(token.text)) depth += 1;
      else if (/^[)\]}]$/.test(token.text)) depth = Math.max(0, depth - 1);
      const last = next === undefined || next.line !== token.line;
      if (token.text === ";" && syntax.relaxed && last) continue;
      // A comma at a line's end before what closes a list is a formatter's choice.
      if (token.text === "," && (last || syntax.relaxed) && next && /^[)\]}]$/.test(next.text)) {
        if (!syntax.indented || last) continue;
      }
    }
    const quote = token.kind === "text" && !syntax.relaxed ? (token.quote ?? "") : "";
    kept.push(`${token.kind === "text" ? `"${quote}` : ""}${token.text}`);
  }
  return kept;
}
