import type { Sides } from "./sides.ts";
import type { Syntax } from "./syntax.ts";
import type { Token } from "./tokens.ts";

/** What is longer was sorted by a tool, or is data. */
const MOST_LINES = 60;
/** What takes a turn, holds something or writes does so in an order. */
const IN_ORDER =
  /lock|acquire|mutex|begin|commit|transaction|\bawait\b|save|insert|update|delete|remove|push|send|publish|write|emit|\bdefer\b|\breturn\b|\byield\b|\bthrow\b|\braise\b/i;

/**
 * Whether the changed lines of a hunk are the same lines in another order that says little: `entries` of one list of names, or of
 * the values that are given to names without asking anybody; `statements` where each gives a value to a name that none of the
 * others reads, and calls somebody for it. Null where they are not, or where the order may well matter.
 */
export function linesReordered(
  { hunk, before, after }: Pick<Sides, "hunk" | "before" | "after">,
  syntax: Syntax,
): "entries" | "statements" | null {
  const [was, is] = [
    changed(before, (line) => hunk.lines[line]?.kind === "removed"),
    changed(after, (line) => hunk.lines[line]?.kind === "added"),
  ];
  if (was.length < 1 || was.length !== is.length || was.length > MOST_LINES) return null;
  const [a, b] = [was, is].map((lines) => lines.map((line) => textOf(line, syntax)).toSorted());
  if (!a?.every((text, i) => text === b?.[i])) return null;
  // A moved line is told as one that went and one that came: those that it passed count, too.
  const touched = hunk.lines.flatMap(({ kind }, i) => (kind === "same" ? [] : [i]));
  const [first = 0, last = 0] = [Math.min(...touched), Math.max(...touched)];
  const passed = changed(after, (line) => line >= first && line <= last);
  if (entries(passed, syntax)) return "entries";
  if (!independent(passed)) return null;
  return passed.some((line) => line.some(({ text }) => text === "(")) ? "statements" : "entries";
}

function textOf(line: readonly Token[], syntax: Syntax): string {
  const kept = /^[,;]$/.test(line.at(-1)?.text ?? "") ? line.slice(0, -1) : line;
  const indent = syntax.indented || syntax.hyphens ? (line[0]?.indent ?? 0) : 0;
  return `${indent} ${kept.map(({ kind, text, quote = "" }) => (kind === "text" ? `"${syntax.relaxed ? "" : quote}${text}` : text)).join(" ")}`;
}

/** Each line names something and says what it is: of one mapping, or settings of one file. */
function entries(lines: readonly (readonly Token[])[], syntax: Syntax): boolean {
  const indent = lines[0]?.[0]?.indent;
  return lines.every((line) => {
    const [name, mark] = line;
    const last = line.at(-1)?.text ?? "";
    const named = (name?.kind === "word" || name?.kind === "text") && name.indent === indent;
    const entry = syntax.hyphens
      ? /^[:=]$/.test(mark?.text ?? "") && line.length > 2
      : /^(?::|=>)$/.test(mark?.text ?? "") || (mark?.text === "=" && last === ",");
    return named && entry && !/^[([{]$/.test(last) && balanced(line);
  });
}

/** Each line gives a value to a name, or declares one, and reads none of the names that the others give. */
function independent(lines: readonly (readonly Token[])[]): boolean {
  const given = lines.map(nameGiven);
  return lines.every((line, n) => {
    const own = given[n];
    if (!own || !balanced(line) || IN_ORDER.test(line.map(({ text }) => text).join(" "))) return false;
    return !line.some(
      ({ kind, text }, i) => kind === "word" && i > 0 && text !== own && given.includes(text),
    );
  });
}

/** `const a = …`, `String a = …`, `a = …`, `private final Thing a;` */
function nameGiven(line: readonly Token[]): string | null {
  const at = line.findIndex(({ text }) => text === "=" || text === ":=");
  const declared = line.at(-1)?.text === ";" && line.length >= 3 && line.length <= 12;
  const end = at > 0 ? at : declared ? line.length - 1 : -1;
  const name = line[end - 1];
  const before = line.slice(0, Math.max(0, end - 1));
  if (
    name?.kind !== "word" ||
    before.some(({ kind, text }) => kind !== "word" && !/^[<>[\],?&:*]$/.test(text))
  )
    return null;
  return at > 0 || before.length > 0 ? name.text : null;
}

function balanced(line: readonly Token[]): boolean {
  let depth = 0;
  for (const { kind, text } of line) {
    if (kind !== "mark") continue;
    if (/^[([{]$/.test(text)) depth += 1;
    else if (/^[)\]}]$/.test(text) && --depth < 0) return false;
  }
  return depth === 0;
}

function changed(tokens: readonly Token[], touched: (line: number) => boolean): Token[][] {
  const lines: Token[][] = [];
  for (const token of tokens) {
    if (!touched(token.line)) continue;
    const last = lines.at(-1);
    if (last?.[0]?.line === token.line) last.push(token);
    else lines.push([token]);
  }
  return lines;
}
