import { quantityAt } from "./quantity.ts";
import type { Sides } from "./sides.ts";
import type { Token } from "./tokens.ts";

/** Words before the name of a value that does not change. */
const DECLARES =
  /^(?:const|constexpr|final|static|val|let|readonly|private|public|protected|internal|export|pub|define|companion|object|int|long|short|double|float|decimal|string|String|Int|Long|Duration|TimeSpan|bool|boolean|auto|number|usize|u8|u16|u32|u64|i32|i64|str|Integer|[&:<>'])$/;

/**
 * Both sides with the value in the place of each name that the change itself gives to a plain number or text, and with
 * nothing where the name was given: `take(MOST)` beside `const MOST = 25` says `take(25)`. In Elixir the name is an attribute.
 */
export function literalsWrittenOut(sides: readonly Sides[]): Sides[] {
  const of = (side: "before" | "after", kind: "removed" | "added") => {
    const given = new Map<string, Token[]>();
    for (const one of sides) for (const [name, value] of namesGiven(one, side, kind)) given.set(name, value);
    // A name that the other side gives as well only has another value.
    for (const one of sides)
      for (const token of one[side === "before" ? "after" : "before"]) given.delete(token.text);
    const used = new Set(
      sides.flatMap((one) =>
        one[side].filter(({ text }, i) => given.has(text) && !isGiven(one[side], i)).map(({ text }) => text),
      ),
    );
    return new Map([...given].filter(([name]) => used.has(name)));
  };
  const [was, is] = [of("before", "removed"), of("after", "added")];
  if (was.size + is.size === 0) return [...sides];
  return sides.map((one) => ({
    ...one,
    before: writtenOut(one.before, was),
    after: writtenOut(one.after, is),
  }));
}

/** The names that changed lines give to plain values, each line to one and to nothing else. */
function namesGiven(
  { hunk, ...tokens }: Sides,
  side: "before" | "after",
  kind: "removed" | "added",
): [string, Token[]][] {
  return byLine(tokens[side]).flatMap((line): [string, Token[]][] => {
    if (hunk.lines[line[0]?.line ?? -1]?.kind !== kind) return [];
    const found = gift(line);
    return found ? [found] : [];
  });
}

/** `const int Most = 30;`, `MOST: Final = 30`, `@most 30`, `val most = 30.seconds` */
function gift(line: readonly Token[]): [string, Token[]] | null {
  const end = line.at(-1)?.text === ";" ? line.length - 1 : line.length;
  const attribute = line[0]?.kind === "word" && line[0].text.startsWith("@") && end > 1;
  const at = attribute ? 0 : line.findIndex(({ text }) => text === "=" || text === ":=");
  const name = attribute ? line[0] : nameBefore(line, at);
  if (!name || at < 0) return null;
  const value = line.slice(at + 1, end);
  const [only] = value;
  if (!only) return null;
  const plain =
    (value.length === 1 && (only.kind === "text" || only.kind === "number")) ||
    quantityAt(value, 0)?.to === value.length;
  if (!plain) return null;
  if (
    !attribute &&
    line.slice(0, at).some((one) => one !== name && one.kind === "word" && !DECLARES.test(one.text))
  )
    return null;
  return [name.text, value];
}

function nameBefore(line: readonly Token[], at: number): Token | undefined {
  // `name: Type = value`
  const colon = line.slice(0, Math.max(0, at)).findIndex(({ text }) => text === ":");
  const name = line[colon > 0 ? colon - 1 : at - 1];
  return name?.kind === "word" ? name : undefined;
}

function isGiven(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1]?.text ?? "";
  return (
    /^(?::=|=|:)$/.test(next) || ((tokens[i]?.indent ?? -1) >= 0 && (tokens[i]?.text ?? "").startsWith("@"))
  );
}

function writtenOut(tokens: readonly Token[], names: ReadonlyMap<string, readonly Token[]>): Token[] {
  if (names.size === 0) return [...tokens];
  return byLine(tokens).flatMap((line) => {
    const given = gift(line);
    if (given && names.has(given[0])) return [];
    return line.flatMap((token, i) => {
      const value = token.kind === "word" ? names.get(token.text) : undefined;
      if (!value || /^(?:\.|\?\.|->)$/.test(line[i - 1]?.text ?? "")) return [token];
      return value.map((one, n) => ({ ...one, line: token.line, indent: n === 0 ? token.indent : -1 }));
    });
  });
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
