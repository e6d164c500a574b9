import { meaningOf } from "./meaning-of.ts";
import type { Sides } from "./sides.ts";
import type { Syntax } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** Times that a side is looked through for one more name. */
const MOST_NAMES = 6;

/**
 * The sides say the same once each local that is given a value on one changed line, and used on the next line alone, is
 * written out again: a value got a name, or lost one. As with every reading of hunks a strong sign and no proof.
 */
export function valuesNamed(sides: readonly Sides[], syntax: Syntax): boolean {
  return sides.every((one) => {
    const [was, is] = [
      writtenOut(one.before, one, syntax, "removed"),
      writtenOut(one.after, one, syntax, "added"),
    ];
    const [a, b] = [meaningOf(was, syntax), meaningOf(is, syntax)];
    return a.length === b.length && a.every((text, i) => text === b[i]);
  });
}

function writtenOut(
  tokens: readonly Token[],
  { hunk }: Sides,
  syntax: Syntax,
  side: "added" | "removed",
): readonly Token[] {
  let now = tokens;
  for (let turn = 0; turn < MOST_NAMES; turn++) {
    const next = withoutOneName(now, (line) => hunk.lines[line]?.kind === side, syntax);
    if (next === null) return now;
    now = next;
  }
  return now;
}

function withoutOneName(
  tokens: readonly Token[],
  touched: (line: number) => boolean,
  syntax: Syntax,
): Token[] | null {
  const lines = byLine(tokens);
  for (const [i, own] of lines.entries()) {
    const next = lines[i + 1];
    if (!own[0] || !next || !touched(own[0].line)) continue;
    const given = assignment(own, syntax);
    if (!given) continue;
    const uses = tokens.filter((token) => token.kind === "word" && token.text === given.name);
    // Itself, and where it is used: nowhere but on the next line.
    if (uses.length !== 2 || !next.includes(uses[1] as Token)) continue;
    const at = next.indexOf(uses[1] as Token);
    if (/^(?:\.|\?\.|->|::)$/.test(next[at - 1]?.text ?? "") || next[at + 1]?.text === "=") continue;
    const alone = delimits(next[at - 1]) && delimits(next[at + 1]);
    // `await f() == 1` waits for `f()`; `await f().g()` waits for `g()`.
    const waited = given.value[0]?.text === "await" && !/^(?:\.|\?\.|\(|\[)$/.test(next[at + 1]?.text ?? "");
    if (!alone && !isPrimary(waited ? given.value.slice(1) : given.value)) continue;
    const first = next[at] as Token;
    const value = given.value.map((token, n) => ({
      ...token,
      line: first.line,
      indent: n === 0 ? first.indent : -1,
    }));
    return lines.flatMap((line, n) =>
      n === i ? [] : n === i + 1 ? [...next.slice(0, at), ...value, ...next.slice(at + 1)] : line,
    );
  }
  return null;
}

/** `const name = value;`, `String name = value;`, `name := value`, `name = value` where a language declares so. */
function assignment(
  line: readonly Token[],
  { indented, bangs }: Syntax,
): { name: string; value: Token[] } | null {
  const at = line.findIndex(({ text }) => text === "=" || text === ":=");
  const name = line[at - 1];
  if (at < 1 || name?.kind !== "word" || (line[0]?.indent ?? 0) <= 0) return null;
  const before = line.slice(0, at - 1);
  if (before.some(({ kind, text }) => kind !== "word" && !/^[<>[\],]$/.test(text))) return null;
  if (before.some(({ text }) => /^(?:static|export|public|private|protected|return|this|self)$/.test(text)))
    return null;
  if (before.length === 0 && line[at]?.text === "=" && !indented && !bangs) return null;
  const rest = line.slice(at + 1);
  const value = rest.at(-1)?.text === ";" ? rest.slice(0, -1) : rest;
  return value.length > 0 && balanced(value) ? { name: name.text, value } : null;
}

function balanced(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const { kind, text } of tokens) {
    if (kind !== "mark") continue;
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text) && --depth < 0) return false;
  }
  return depth === 0;
}

/** Names, members, calls and look-ups: whatever stands beside it binds no closer. */
function isPrimary(tokens: readonly Token[]): boolean {
  let depth = 0;
  return tokens.every(({ kind, text }, i) => {
    if (kind === "mark" && /^[([{]$/.test(text)) depth += 1;
    else if (kind === "mark" && /^[)\]}]$/.test(text)) depth -= 1;
    else if (depth === 0 && kind === "mark") return /^(?:\.|\?\.|->|::)$/.test(text);
    else if (depth === 0 && i > 0 && kind === "word") return tokens[i - 1]?.kind === "mark";
    return true;
  });
}

function delimits(token: Token | undefined): boolean {
  return token === undefined || /^(?:[()[\],;{}=]|return|:=|=>)$/.test(token.text);
}

function byLine(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [];
  for (const token of tokens) {
    const last = lines.at(-1);
    if (last?.[0]?.line === token.line) last.push(token);
    else lines.push([token]);
  }
  return lines;
}
