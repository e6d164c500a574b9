import type { Sides } from "./sides.ts";
import type { Token } from "./tokens.ts";

const IMPORTS = /^(?:import|from|using|use|require|require_relative|include|export)$/;

/** The changed lines all import, and are the same lines in another order. */
export function importsReordered({ hunk, before, after }: Sides): boolean {
  const [was, is] = [statements(hunk.lines, before, "removed"), statements(hunk.lines, after, "added")];
  if (was === null || is === null || was.length === 0 || was.length !== is.length) return false;
  const [a, b] = [was.toSorted(), is.toSorted()];
  return a.every((one, i) => one === b[i]);
}

/** Each changed line of one side as text without layout; null where one does not import. */
function statements(
  lines: Sides["hunk"]["lines"],
  tokens: readonly Token[],
  side: "added" | "removed",
): string[] | null {
  const byLine = new Map<number, Token[]>();
  for (const token of tokens) {
    if (lines[token.line]?.kind !== side) continue;
    const own = byLine.get(token.line);
    if (own) own.push(token);
    else byLine.set(token.line, [token]);
  }
  const result: string[] = [];
  for (const own of byLine.values()) {
    if (!own[0] || !IMPORTS.test(own[0].text)) return null;
    const [first = "", ...rest] = own.map((token) => token.text).filter((text) => text !== ";");
    // Names inside of the braces may change places too.
    result.push(`${first} ${rest.toSorted().join(" ")}`);
  }
  return result;
}
